/** A kind of problem. */
export interface ProblemKind {
  readonly status: number;
  /** The kind in a few words. */
  readonly title: string;
  /** When it is answered, and who must act, for the API's description. */
  readonly meaning: string;
}

/** Every problem the API answers with, by its code. Codes, statuses and titles are stable. */
export const PROBLEMS = {
  malformed_request: kind(
    400,
    'The request is malformed',
    'The request is not one that HTTP allows.',
  ),
  malformed_url: kind(400, 'The URL is malformed', 'The path is not percent-encoded UTF-8.'),
  malformed_json: kind(400, 'The body is not JSON', 'The body is not JSON, or empty.'),
  missing_api_key: kind(401, 'An API key is needed', 'The request carries no API key.'),
  invalid_api_key: kind(
    401,
    'The API key is not known',
    'The API key is not one of this gateway, or it is revoked or expired.',
  ),
  insufficient_scope: kind(
    403,
    'The API key may not do this',
    'The API key lacks the scope that the call needs.',
  ),
  not_found: kind(404, 'There is nothing here', 'No route answers this path.'),
  method_not_allowed: kind(
    405,
    'The method is not allowed here',
    'The path answers other methods only; Allow names them.',
  ),
  request_timeout: kind(
    408,
    'The request took too long',
    'The whole request did not arrive within 30 s.',
  ),
  payload_too_large: kind(413, 'The body is too large', 'The body has more than 1 MiB.'),
  uri_too_long: kind(414, 'The URL is too long', 'A part of the path is too long.'),
  unsupported_media_type: kind(
    415,
    'The body must be JSON',
    'The Content-Type is not application/json.',
  ),
  validation_failed: kind(
    422,
    'The request is not valid',
    'The body is JSON, and something in it is wrong; `errors` names everything by path.',
  ),
  unknown_sender: kind(
    422,
    'The sender is not known',
    'There is no such sender, or it is not for this key.',
  ),
  headers_too_large: kind(
    431,
    'The headers are too large',
    'The request line and headers have more than 16 KiB.',
  ),
  internal_error: kind(
    500,
    'Something went wrong here',
    'The gateway failed in a way that it did not expect.',
  ),
  shutting_down: kind(
    503,
    'The gateway is stopping',
    'The gateway is stopping; nothing was sent, repeat the request.',
  ),
  outcome_unknown: kind(
    502,
    'The message may have been sent',
    'The connection to the provider was lost, or its answer not understood, after the message was on its way. Do not repeat it blindly.',
  ),
  invalid: kind(
    422,
    'The provider can never send this',
    'The provider refused the message as wrong; the caller must change it.',
  ),
  unsupported: kind(
    422,
    'The provider cannot carry this',
    'The provider of this sender cannot carry such a message at all.',
  ),
  rejected: kind(
    422,
    'The message was refused',
    'Refused for its recipient or by policy, such as a number that is not on WhatsApp; repeating does not help.',
  ),
  unauthorized: kind(
    502,
    'The provider refused the sender',
    'The credentials, account, number or billing of the sender; the operator must act.',
  ),
  rate_limited: kind(
    429,
    'Too many messages for now',
    'The provider takes no more messages for now; Retry-After says how long, where known.',
  ),
  unavailable: kind(
    503,
    'The provider is not available',
    'The provider is down or not reachable; nothing was sent.',
  ),
  timeout: kind(
    504,
    'The provider did not answer in time',
    'The provider was not reached in time; nothing was sent.',
  ),
  unrecognized: kind(
    502,
    'The provider failed unexpectedly',
    'The provider refused in a way that it does not document; somebody should read `vendor`.',
  ),
} as const satisfies Record<string, ProblemKind>;

/** The stable code of a problem: what a program should act upon. */
export type ProblemCode = keyof typeof PROBLEMS;

function kind(status: number, title: string, meaning: string): ProblemKind {
  return { status, title, meaning };
}

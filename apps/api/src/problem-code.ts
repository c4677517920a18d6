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
  malformed_request: kind(400, 'The request is malformed', 'The request is not valid HTTP.'),
  malformed_url: kind(400, 'The URL is malformed', 'The path is not percent-encoded UTF-8.'),
  malformed_json: kind(
    400,
    'The body is not JSON',
    'The body is not JSON in UTF-8, or has a member `__proto__` or `constructor.prototype`.',
  ),
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
  beyond_own_reach: kind(
    403,
    'That is more than the API key has',
    'The request would reach further than the key that asks; `errors` names what goes too far.',
  ),
  not_found: kind(
    404,
    'There is nothing here',
    'No route answers this path, or there is no such thing for this key.',
  ),
  method_not_allowed: kind(
    405,
    'The method is not allowed here',
    'The path answers only other methods; the Allow header names them.',
  ),
  request_timeout: kind(
    408,
    'The request took too long',
    'The whole request did not arrive within 30 s.',
  ),
  key_already_rotated: kind(
    409,
    'The API key was rotated before',
    'The key has a successor: rotate that one, or revoke it first.',
  ),
  key_expired: kind(409, 'The API key has expired', 'The key has expired: make a new one.'),
  last_admin_key: kind(
    409,
    'It is the last admin key',
    'Without the key, nobody could manage the gateway: make another admin key first.',
  ),
  managed_by_environment: kind(
    409,
    'The settings give this API key',
    'The key comes from the settings of the gateway and can only be changed there.',
  ),
  sender_exists: kind(409, 'The sender exists', 'The id is taken by another sender.'),
  managed_by_file: kind(
    409,
    'The senders file manages this sender',
    'The sender is defined in the senders file: change it there. It can be paused and resumed here.',
  ),
  sender_has_messages: kind(
    409,
    'The sender has messages that are not settled',
    'Messages of the sender are waiting or being sent. `cancel=true` cancels those that wait; the others must be settled first.',
  ),
  too_many_secrets: kind(
    409,
    'Too many secrets are in use',
    'Ten secrets of one webhook, or addresses of one sender, are in use at once: rotate when one has ended, or with no overlap.',
  ),
  webhook_disabled: kind(
    409,
    'The webhook is disabled',
    'The webhook is disabled, so nothing is sent to it: enable it first.',
  ),
  callback_address_unknown: kind(
    409,
    'The callback address is not known',
    'The gateway does not know at which address it is reached from outside, or the options of the sender are wrong.',
  ),
  vendor_refused: kind(
    502,
    'The vendor did not do it',
    'The vendor refused the request or did not answer; `detail` says what it said, and `retryAfter` when to try again.',
  ),
  changed_meanwhile: kind(
    409,
    'It was changed meanwhile',
    'Somebody else changed it at the same time: read it again and repeat the request.',
  ),
  payload_too_large: kind(
    413,
    'The body is too large',
    'The body has more than 1 MiB, or that of a batch more than 10 MiB.',
  ),
  uri_too_long: kind(414, 'The URL is too long', 'A part of the path is too long.'),
  unsupported_media_type: kind(
    415,
    'The body must be JSON',
    'The Content-Type is not application/json, or the body is compressed: it has a Content-Encoding.',
  ),
  validation_failed: kind(
    422,
    'The request is not valid',
    'The body is JSON, and something in it is wrong; `errors` names everything by path.',
  ),
  unknown_sender: kind(
    422,
    'The sender is not known',
    'There is no such sender, or this key may not use it.',
  ),
  idempotency_conflict: kind(
    422,
    'The idempotency key belongs to another request',
    'The same idempotency key came with another body or call within the last 24 hours.',
  ),
  not_cancelable: kind(
    409,
    'The message can no longer be canceled',
    'The message is no longer queued; `messageStatus` says how far it has come.',
  ),
  no_media: kind(404, 'There is no file', 'The message carries no file.'),
  media_missing: kind(
    404,
    'The stored file is not here',
    'The file was downloaded, but is not in the data directory of this process: replicas must share that directory.',
  ),
  media_not_downloaded: kind(
    409,
    'The file was not downloaded',
    "The gateway downloads no files (MEDIA_DOWNLOAD), so there is only the vendor's link, `media.url` of the message.",
  ),
  media_not_ready: kind(
    409,
    'The file is not downloaded yet',
    'The file is being downloaded, or will be tried again: ask again after `retryAfter` seconds.',
  ),
  media_failed: kind(
    409,
    'The file could not be downloaded',
    "The file could not be downloaded from the vendor, and is not tried again; `detail` says why. The vendor's link may still work.",
  ),
  headers_too_large: kind(
    431,
    'The headers are too large',
    'The request line and headers have more than 16 KiB.',
  ),
  internal_error: kind(500, 'Something went wrong here', 'The gateway failed unexpectedly.'),
  shutting_down: kind(
    503,
    'The gateway is stopping',
    'The gateway is stopping; nothing was stored, repeat the request.',
  ),
  store_unavailable: kind(
    503,
    'The store is not available',
    'The database cannot be reached or written, for example because the disk is full; nothing was stored, repeat the request.',
  ),
  commit_unknown: kind(
    503,
    'It is not known whether this was stored',
    'The connection to the database was lost during the commit. Repeat the request with the same Idempotency-Key; `id` is that of the message that may be stored.',
  ),
  unsupported: kind(
    422,
    'The provider cannot carry this',
    'The provider of this sender cannot carry such a message at all.',
  ),
} as const satisfies Record<string, ProblemKind>;

/** The stable code of a problem: what a program should act on. */
export type ProblemCode = keyof typeof PROBLEMS;

function kind(status: number, title: string, meaning: string): ProblemKind {
  return { status, title, meaning };
}

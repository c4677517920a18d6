import { PROBLEMS, type ProblemCode } from '../problem-code.js';
import type { Problem } from '../problem.dto.js';
import { problem } from '../problem.js';

/** The problem of a request that no handler saw: by Fastify's code, by Node's, or by the status. */
const CODE_OF: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_json',
  FST_ERR_BAD_URL: 'malformed_url',
  FST_ERR_MAX_PARAM_LENGTH: 'uri_too_long',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  404: 'not_found',
  413: 'payload_too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
};

/** The problem that a request was turned away for before any handler saw it. */
export function requestProblem(reason: string | undefined, status = 400): Problem {
  const code = CODE_OF[reason ?? ''] ?? CODE_OF[status] ?? 'malformed_request';
  return problem(code, PROBLEMS[code].meaning);
}

import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { canonicalJson } from 'waypost/messages';
import type { ProblemError } from '../problem.dto.js';
import { ProblemException } from '../problem.js';

/** The name of the header, as problems call it. */
const IDEMPOTENCY_KEY = 'Idempotency-Key';

const KEY = /^[\x20-\x7e]{1,255}$/;

/** Whether a value may be an idempotency key: 1 to 255 printable ASCII characters. */
export function isIdempotencyKey(value: unknown): value is string {
  return typeof value === 'string' && KEY.test(value);
}

/** What is wrong with a key, at the place where it was given. */
export function keyProblem(path: string): ProblemError {
  return { path, message: 'An idempotency key is a text of 1 to 255 printable ASCII characters.' };
}

/**
 * The `Idempotency-Key` of a request; undefined where it has none.
 * @throws ProblemException `validation_failed` where the header holds no such key
 */
export function readIdempotencyKey(headers: IncomingHttpHeaders): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined || isIdempotencyKey(key)) return key;
  const detail = `The header ${IDEMPOTENCY_KEY} is not valid; errors says why.`;
  throw new ProblemException('validation_failed', detail, {
    errors: [keyProblem(IDEMPOTENCY_KEY)],
  });
}

/** What tells a repetition from another request under the same key: SHA-256 of the route and the body's meaning. */
export function fingerprintOf(route: string, body: unknown): string {
  return hash('sha256', `${route}\n${canonicalJson(body)}`, 'hex');
}

/** The problem of a key that was used for another request before. */
export function idempotencyConflict(): ProblemException {
  return new ProblemException(
    'idempotency_conflict',
    'This idempotency key was used for another request within the last 24 hours: give every new request its own key, and repeat a request with exactly the same body.',
  );
}

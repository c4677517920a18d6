import { CommitUnknown, StoreClosed, StoreUnavailable } from 'waypost/store';
import { ProblemException } from './problem.js';

const RETRY_AFTER_SECONDS = 1;

/** The problem that a failure of the store is answered with; undefined for any other error. */
export function storeProblem(error: unknown): ProblemException | undefined {
  if (error instanceof StoreUnavailable) {
    const detail =
      'The store cannot be reached or written at the moment, so nothing was stored; repeat the request.';
    return new ProblemException('store_unavailable', detail, { retryAfter: RETRY_AFTER_SECONDS });
  }
  if (error instanceof StoreClosed) {
    const detail = 'The gateway has stopped meanwhile, so nothing was stored; repeat the request.';
    return new ProblemException('shutting_down', detail, { retryAfter: RETRY_AFTER_SECONDS });
  }
  return error instanceof CommitUnknown ? commitUnknown() : undefined;
}

/** The problem of a request of which nobody knows whether it was stored, as what message. */
export function commitUnknown(id?: string): ProblemException {
  return new ProblemException(
    'commit_unknown',
    'The connection to the store was lost during the commit, so this may or may not be stored.',
    {
      ...(id !== undefined && { id }),
      remedy:
        'Repeat the request with the same Idempotency-Key: then it is done exactly once. Without a key, look for it first.',
      retryAfter: RETRY_AFTER_SECONDS,
    },
  );
}

import type { ProviderError } from 'waypost/providers';
import { ProblemException } from './problem.js';

const DO_NOT_REPEAT =
  'Do not repeat the request blindly, or the recipient may get the message twice: look for it in the reports of the provider first.';

/**
 * A provider's failure as the caller is told it: its own code where nothing was sent, and `outcome_unknown` where
 * something may have been. There, neither a pause nor the remedy of a plain failure is passed on, because both
 * advise to repeat.
 */
export function providerProblem(error: ProviderError, id: string): ProblemException {
  const { vendor, scope, mayHaveBeenSent, remedy, retryAfter } = error;
  const members = { id, mayHaveBeenSent, ...(vendor && { vendor }), ...(scope && { scope }) };
  if (mayHaveBeenSent) {
    return new ProblemException('outcome_unknown', error.message, {
      ...members,
      remedy: DO_NOT_REPEAT,
    });
  }
  return new ProblemException(error.code, error.message, {
    ...members,
    ...(remedy !== undefined && { remedy }),
    ...(retryAfter !== undefined && { retryAfter: Math.ceil(retryAfter) }),
  });
}

import { ProblemException } from './problem.js';

/** How many secrets of one thing work at once, the present one included: each makes every request to it dearer. */
const MAX_SECRETS = 10;

/**
 * Call it before another rotation is stored.
 * @param whose who has the secrets and what they are called, such as `The webhook` and `secrets`
 * @param ends when the former secrets end, epoch milliseconds
 * @throws ProblemException `too_many_secrets`
 */
export function checkSecretsInUse(
  whose: readonly [owner: string, name: string],
  ends: readonly number[],
): void {
  if (ends.length < MAX_SECRETS) return;
  const [owner, name] = whose;
  const next = new Date(Math.min(...ends)).toISOString();
  throw new ProblemException(
    'too_many_secrets',
    `${owner} has ${MAX_SECRETS} working ${name} and may have no more; the next one ends at ${next}. Rotate then, or with overlapSeconds 0, which ends all former ones at once.`,
  );
}

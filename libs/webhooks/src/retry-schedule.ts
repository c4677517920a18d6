/** How long to wait after the first, second, third … failed attempt: more than 27 hours in all. */
export const RETRY_SCHEDULE_MS: readonly number[] = [
  5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000,
];

/** A delay is up to this much longer than the schedule says, so that what failed together does not come back together. */
const JITTER = 0.2;

/**
 * How many ms to wait after so many failed attempts, never less than the consumer asks for; undefined where no attempt
 * follows by itself.
 */
export function delayAfter(
  tries: number,
  schedule: readonly number[],
  retryAfterMs = 0,
  random: () => number = Math.random,
): number | undefined {
  const planned = schedule[tries - 1];
  if (planned === undefined) return undefined;
  return Math.round(Math.max(planned, retryAfterMs) * (1 + JITTER * random()));
}

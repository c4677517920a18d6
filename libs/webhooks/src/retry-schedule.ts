/** How long to wait after the first, second, third … failed attempt: more than 27 hours in all. */
export const RETRY_SCHEDULE_MS: readonly number[] = [
  5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000,
];

/** The most that a consumer's Retry-After puts an attempt off. */
export const MAX_RETRY_AFTER_MS = 24 * 3_600_000;

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
  const asked = Math.min(retryAfterMs, MAX_RETRY_AFTER_MS);
  return Math.round(Math.max(planned, asked) * (1 + JITTER * random()));
}

/** A date as RFC 9110 has them today. All that `Date.parse` takes besides would depend on the host's time zone. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** The ms of a Retry-After header, be it seconds or a date, up to a day; undefined where it is missing or neither. */
export function readRetryAfter(header: unknown, now: number): number | undefined {
  if (typeof header !== 'string') return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1_000, MAX_RETRY_AFTER_MS);
  const at = HTTP_DATE.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - now), MAX_RETRY_AFTER_MS);
}

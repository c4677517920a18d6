/** The longest wait that a Retry-After header is believed: a date far away is a mistake of somebody's. */
export const MAX_RETRY_AFTER_MS = 24 * 3_600_000;

/** A date as RFC 9110 has them today. All that `Date.parse` takes besides would depend on the host's time zone. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * The milliseconds that a Retry-After header asks for from `now` on, be it seconds or a date, up to a day; undefined
 * where it is missing or neither.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function readRetryAfter(header: unknown, now = Date.now()): number | undefined {
  if (typeof header !== 'string') return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1_000, MAX_RETRY_AFTER_MS);
  const at = HTTP_DATE.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - now), MAX_RETRY_AFTER_MS);
}

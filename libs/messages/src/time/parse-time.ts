const TIME = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * The epoch milliseconds of an ISO 8601 date and time with its zone, such as `2027-02-25T09:30:00+05:30`; undefined
 * for anything else, a day that its month does not have included. Never throws.
 */
export function parseTime(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const [, year, month, day] = TIME.exec(value) ?? [];
  if (day === undefined) return undefined;
  // The parser would take the 31st of February for a day in March.
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCDate() !== Number(day)) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

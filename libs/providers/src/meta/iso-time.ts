import { asText } from '../json.js';

// As seconds this is the year 5138, as milliseconds 1973: no time that a vendor reports lies on the wrong side.
const FIRST_MILLISECONDS = 1e11;
// Years of five digits have another notation, which databases refuse.
const LAST = Date.UTC(9999, 11, 31);

/** The time that was read last: thousands of callbacks may tell of the same second. */
let last: { readonly text: string; readonly time: string | undefined } = {
  text: '',
  time: undefined,
};

/**
 * A vendor's time as ISO 8601 in UTC; undefined where it is none. Meta gives seconds as text, others milliseconds as
 * a number: both are taken in both forms, and a date in words where it names its zone.
 */
export function isoTime(value: unknown): string | undefined {
  const text = asText(value)?.trim();
  if (text === undefined) return undefined;
  if (text !== last.text) last = { text, time: read(text) };
  return last.time;
}

function read(text: string): string | undefined {
  const time = /^\d+(\.\d+)?$/.test(text) ? milliseconds(Number(text)) : zoned(text);
  return time >= 0 && time <= LAST ? new Date(time).toISOString() : undefined;
}

function milliseconds(value: number): number {
  return value < FIRST_MILLISECONDS ? value * 1000 : value;
}

function zoned(text: string): number {
  return /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
}

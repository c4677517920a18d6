import type { Row, Value } from '../step.js';

/** U+0000 and lone surrogates as JSON writes them; a text that only speaks of such an escape looks alike. */
const SUSPECT = /\\u(0000|d[89a-f])/i;

/** U+0000, and half of a surrogate pair. */
const UNSTORABLE = /\0|\p{Cs}/gu;

/** Rows as one JSON parameter. */
export function encodeRows(rows: readonly Row[]): string {
  const json = JSON.stringify(rows);
  return SUSPECT.test(json) ? JSON.stringify(rows.map((row) => row.map(storable))) : json;
}

/** A value that PostgreSQL can store: vendors and users write texts that it cannot, and one must not fail for that. */
export function storable(value: Value): Value {
  return typeof value === 'string' ? value.replace(UNSTORABLE, '\ufffd') : value;
}

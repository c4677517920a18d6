import type { ErrorSource } from './error-code.js';
import type { ErrorEntry } from './error-entry.js';
import type { Verdict } from './verdict.js';

/** One row of a table: the vendor's code, what it means for us, the vendor's title, and what to do now. */
export type Row = (
  vendorCode: string,
  verdict: Verdict,
  title: string,
  remedy: string,
) => ErrorEntry;

/** The row function of a table whose codes are one vendor's and are documented on one page. */
export function rowsOf(source: ErrorSource, link: string): Row {
  return (vendorCode, verdict, title, remedy) =>
    Object.freeze({ source, vendorCode, ...verdict, title, remedy, link });
}

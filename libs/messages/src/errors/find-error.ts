import type { ErrorEntry } from './error-entry.js';
import type { ErrorSource } from './error-code.js';

/** The dictionary's entry for a vendor's code, or undefined where the vendor documents no such code. */
export function findError(_source: ErrorSource, _vendorCode: string): ErrorEntry | undefined {
  return undefined;
}

import type { ErrorSource } from './error-code.js';
import type { ErrorEntry } from './error-entry.js';
import { GUPSHUP_ERRORS } from './gupshup-errors.js';
import { KALEYRA_ERRORS } from './kaleyra-errors.js';
import { META_ERRORS } from './meta/meta-errors.js';

const ALL: readonly ErrorEntry[] = Object.freeze([
  ...META_ERRORS,
  ...GUPSHUP_ERRORS,
  ...KALEYRA_ERRORS,
]);

const META = indexOf(META_ERRORS);

// Meta's codes reach us unchanged inside every vendor's answers and callbacks, so each vendor's own table lies on
// top of Meta's.
const BY_SOURCE: ReadonlyMap<ErrorSource, ReadonlyMap<string, ErrorEntry>> = new Map([
  ['meta', META],
  ['gupshup', new Map([...META, ...indexOf(GUPSHUP_ERRORS)])],
  ['kaleyra', new Map([...META, ...indexOf(KALEYRA_ERRORS)])],
]);

/**
 * The dictionary's entry for a vendor's code, or undefined where the vendor documents no such code, and for a vendor that
 * is not in the dictionary. Never throws.
 *
 * A code is a number or text (`131056`, `RBC001`). Where one code has several meanings, it is followed by what tells
 * them apart: `WA-401/account` (Kaleyra: the key inside `error`), `100/33` (Meta: the subcode). Where a vendor has no
 * code at all, its text is the key: Gupshup's `message`, Kaleyra's `reason`. Case, surrounding space and a trailing
 * full stop make no difference. A code that is not in a vendor's own table is looked up in Meta's, whose entry says
 * `source: 'meta'`.
 */
export function findError(
  source: ErrorSource,
  vendorCode: string | number,
): ErrorEntry | undefined {
  return BY_SOURCE.get(source)?.get(keyOf(String(vendorCode)));
}

/** Every entry of the dictionary: Meta's, then Gupshup's, then Kaleyra's, each in the order of its table. */
export function errorDictionary(): readonly ErrorEntry[] {
  return ALL;
}

function keyOf(vendorCode: string): string {
  return vendorCode.trim().replace(/\s+/g, ' ').replace(/\.$/, '').toLowerCase();
}

/** Ranges are spread out first, so that a code with a row of its own inside a range keeps that row. */
function indexOf(entries: readonly ErrorEntry[]): Map<string, ErrorEntry> {
  const index = new Map<string, ErrorEntry>();
  for (const entry of entries) {
    for (const code of codesInRange(entry.vendorCode)) index.set(code, entry);
  }
  for (const entry of entries) index.set(keyOf(entry.vendorCode), entry);
  return index;
}

function codesInRange(vendorCode: string): string[] {
  const [, first, last] = /^(\d+)-(\d+)$/.exec(vendorCode) ?? [];
  if (first === undefined || last === undefined) return [];
  const length = Number(last) - Number(first) + 1;
  return Array.from({ length }, (_, offset) => String(Number(first) + offset));
}

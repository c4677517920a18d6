import { parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';
import { isPlainNumber } from './numbering-plans.js';

// Spaces, parentheses, dashes of every script, and the invisible marks that copying from a contact brings along.
const PUNCTUATION = /[\s()\p{Pd}\p{Cf}]/gu;
const NUMBER = /^\+?[1-9]\d{4,14}$/;
// WhatsApp still knows many Mexican mobiles by the 1 that the numbering plan dropped in 2019.
const OLD_MEXICAN_MOBILE = /^\+521\d{10}$/;

/**
 * A phone number as `+` and its E.164 digits, or undefined where the text is none. It must carry its country code;
 * without `+` it is read as if it had one. Spaces, dashes and parentheses may stand anywhere. A possible length is
 * enough, for numbering plans change faster than libraries; a national prefix such as the 0 in `+44 (0)7700` is left
 * out. Nothing is guessed: national forms and `00` give undefined.
 */
export function parsePhone(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > 64) return undefined;
  const compact = text.replace(PUNCTUATION, '');
  if (!NUMBER.test(compact)) return undefined;
  const digits = compact.startsWith('+') ? compact : `+${compact}`;
  if (isPlainNumber(digits) || OLD_MEXICAN_MOBILE.test(digits)) return digits;
  const phone = possible(digits);
  // What became another number by losing a prefix must not lose more when it is read again.
  return phone === digits || (phone !== undefined && possible(phone) === phone) ? phone : undefined;
}

function possible(digits: string): string | undefined {
  const phone = parsePhoneNumberFromString(digits, metadata);
  return phone?.isPossible() ? phone.number : undefined;
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';
import { isPlainNumber } from './numbering-plans.js';

const CODES = Object.keys(metadata.country_calling_codes);

function kept(number: string): boolean {
  const phone = parsePhoneNumberFromString(number, metadata);
  return phone?.isPossible() === true && phone.number === number;
}

describe('isPlainNumber', () => {
  it('is sure only of what the library keeps as it is', () => {
    const numbers = fc
      .tuple(fc.constantFrom(...CODES), fc.stringMatching(/^\d{4,13}$/))
      .map(([code, national]) => `+${code}${national}`);
    fc.assert(
      fc.property(numbers, (number) => !isPlainNumber(number) || kept(number)),
      { numRuns: 5_000 },
    );
  });

  it.each(['+919876500001', '+12025550143', '+4915112345678', '+971501234567'])(
    'is sure of %s',
    (number) => {
      expect(isPlainNumber(number)).toBe(true);
    },
  );

  it.each(['+4407700900123', '+80012345678', '+99912345678', '+91987', '+1'])(
    'leaves %s to the library',
    (number) => {
      expect(isPlainNumber(number)).toBe(false);
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formsOf, subscriberOf } from './number-forms.js';

const digits = (count: number) => fc.stringMatching(new RegExp(`^\\d{${count}}$`));
const written = fc.oneof(
  fc
    .tuple(fc.constantFrom('+55', '+559', '+52', '+521', '+54', '+549'), digits(10))
    .map((t) => t.join('')),
  fc
    .tuple(fc.constantFrom('+55', '+52', '+54'), fc.integer({ min: 7, max: 12 }).chain(digits))
    .map((t) => t.join('')),
  fc.tuple(fc.constantFrom('+5511', '+5585'), digits(9)).map((t) => t.join('')),
  fc.constantFrom('+919876500001', '+12025550143', 'US.13491208655302741918'),
);

/** What remains of a number without the digits that the rules speak of. */
const bare = (number: string) =>
  number
    .replace(/^\+55(\d\d)9(\d{8})$/, '+55$1$2')
    .replace(/^\+521(\d{10})$/, '+52$1')
    .replace(/^\+549(\d{10})$/, '+54$1');

describe('the forms of a number', () => {
  it.each([
    ['Brazil, with and without the ninth digit', '+5511987654321', '+551187654321'],
    ['Mexico, with and without the 1', '+525512345678', '+5215512345678'],
    ['Argentina, with and without the 9', '+5491123456789', '+541123456789'],
  ])('are those of %s', (_where, a, b) => {
    expect(formsOf(a)).toEqual([a, b]);
    expect(formsOf(b)).toEqual([a, b]);
    expect(subscriberOf(b)).toBe(a);
  });

  it('know the 15 of Argentina, which stands behind an area of two to four digits', () => {
    expect(formsOf('+54111523456789')).toContain('+5491123456789');
    expect(formsOf('+54221155123456')).toContain('+5492215123456');
  });

  it.each([
    ['a landline in Brazil', '+551132345678'],
    ['a newer mobile in Brazil', '+5511912345678'],
    ['a number in Brazil that may never have got the ninth digit', '+551178765432'],
    ['another country', '+919876500001'],
    ['a user id', 'US.13491208655302741918'],
    ['something too short', '+5211'],
  ])('are no others for %s', (_what, recipient) => {
    expect(formsOf(recipient)).toEqual([recipient]);
    expect(subscriberOf(recipient)).toBe(recipient);
  });

  it('are the same from each of them, and a stored number is one of its own', () => {
    fc.assert(
      fc.property(written, (recipient) => {
        const forms = formsOf(recipient);
        for (const form of forms) {
          expect(formsOf(form)).toEqual(forms);
          expect(subscriberOf(form)).toBe(forms[0]);
        }
        if (subscriberOf(recipient) === forms[0]) expect(forms).toContain(recipient);
      }),
      { numRuns: 2_000 },
    );
  });

  it('differ in nothing but the digits of the rules', () => {
    fc.assert(
      fc.property(written, (recipient) => {
        expect(new Set(formsOf(recipient).map(bare)).size).toBe(1);
        expect(bare(subscriberOf(recipient))).toBe(bare(recipient));
      }),
      { numRuns: 2_000 },
    );
  });
});

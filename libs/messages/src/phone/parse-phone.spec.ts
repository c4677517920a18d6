import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parsePhone } from './parse-phone.js';

const ACCEPTED: readonly (readonly [text: string, phone: string])[] = [
  ['+919876500001', '+919876500001'],
  ['919876500001', '+919876500001'],
  ['+91 98765 00001', '+919876500001'],
  ['+91-98765-00001', '+919876500001'],
  ['+91 (98765) 00001', '+919876500001'],
  ['  91\u00a098765\u202f00001 ', '+919876500001'],
  ['\u202a+91 98765\u201100001\u202c', '+919876500001'],
  ['+1 (202) 555-0143', '+12025550143'],
  ['12025550143', '+12025550143'],
  ['+44 7700 900123', '+447700900123'],
  ['+44 (0)7700 900123', '+447700900123'],
  ['+39 06 5555 0143', '+390655550143'],
  ['+5215512345678', '+5215512345678'],
];

const REFUSED: readonly (readonly [why: string, text: unknown])[] = [
  ['nothing', ''],
  ['only a plus', '+'],
  ['a number', 919876500001],
  ['null', null],
  ['a list', ['+919876500001']],
  ['a national form', '098765 00001'],
  ['an international prefix', '00919876500001'],
  ['two pluses', '++919876500001'],
  ['a plus inside', '91+9876500001'],
  ['letters', '+1800FLOWERS'],
  ['an extension', '+1 202 555 0143 ext 5'],
  ['a URI', 'tel:+12025550143'],
  ['dots', '+1.202.555.0143'],
  ['too few digits', '+91987'],
  ['too many digits', '+9198765000012345678'],
  ['no such country code', '+99912345678'],
  ['digits of another script', '+೯೧೯೮೭೬೫೦೦೦೦೧'],
  ['a long text', '+91 98765 00001'.padEnd(10_000)],
];

describe('parsePhone', () => {
  it.each(ACCEPTED)('reads %j as %s', (text, phone) => {
    expect(parsePhone(text)).toBe(phone);
  });

  it.each(REFUSED)('refuses %s', (_why, text) => {
    expect(parsePhone(text)).toBeUndefined();
  });

  const possible = fc
    .tuple(
      fc.constantFrom('+91', '+1', '+44', '+49', '+55', '+62', '+54', '+7', '+39', '+971', '+521'),
      fc.stringMatching(/^\d{4,12}$/),
    )
    .map(([country, national]) => parsePhone(country + national))
    .filter((phone) => phone !== undefined);

  it('reads what it gave back as the same', () => {
    fc.assert(
      fc.property(possible, (phone) => {
        expect(phone).toMatch(/^\+[1-9]\d{4,14}$/);
        expect(parsePhone(phone)).toBe(phone);
        expect(parsePhone(phone.slice(1))).toBe(phone);
      }),
    );
  });

  it('does not mind how it is set', () => {
    const separator = fc.constantFrom('', ' ', '-', '(', ')', ' - ', '\u2011', '\u00a0');
    fc.assert(
      fc.property(
        possible,
        fc.array(separator, { minLength: 16, maxLength: 16 }),
        (phone, gaps) => {
          const set = [...phone].map((digit, index) => `${gaps[index]}${digit}`).join('');
          expect(parsePhone(set)).toBe(phone);
        },
      ),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.anything()), (text) => {
        expect(['string', 'undefined']).toContain(typeof parsePhone(text));
      }),
    );
  });
});

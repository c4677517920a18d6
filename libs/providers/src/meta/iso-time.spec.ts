import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isoTime } from './iso-time.js';

describe("a vendor's time", () => {
  it.each([
    ['1710941507', '2024-03-20T13:31:47.000Z'],
    [1710941507, '2024-03-20T13:31:47.000Z'],
    [1710941393420, '2024-03-20T13:29:53.420Z'],
    ['1710941393420', '2024-03-20T13:29:53.420Z'],
    ['1710941507.5', '2024-03-20T13:31:47.500Z'],
    ['2026-11-20T10:00:00+05:30', '2026-11-20T04:30:00.000Z'],
  ])('%j is %s', (value, expected) => {
    expect(isoTime(value)).toBe(expected);
  });

  it.each([
    undefined,
    null,
    '',
    ' ',
    'soon',
    '-1',
    true,
    {},
    [1710941507],
    '2026-11-20T10:00:00',
    '99999999999999999999',
    '999999999999999',
    '2026-11-20T10:00:00+99:99',
    '0000-01-01T00:00:00+05:00',
    Number.NaN,
  ])('%j is none', (value) => {
    expect(isoTime(value)).toBeUndefined();
  });

  it('is the same in seconds and in milliseconds, as text and as a number', () => {
    const seconds = fc.integer({ min: 1_000_000_000, max: 4_000_000_000 });
    fc.assert(
      fc.property(seconds, (time) => {
        const expected = new Date(time * 1000).toISOString();
        for (const value of [time, String(time), time * 1000, String(time * 1000)]) {
          expect(isoTime(value)).toBe(expected);
        }
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (value) => void isoTime(value)));
  });
});

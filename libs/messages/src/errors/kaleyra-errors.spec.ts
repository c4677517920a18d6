import { describe, expect, it } from '@jest/globals';
import { findError } from './find-error.js';
import { KALEYRA_ERRORS } from './kaleyra-errors.js';

const CASES: readonly (readonly [key: string, outcome: string])[] = [
  ['RBC001', 'unauthorized pause sender operator'],
  ['WA401', 'unauthorized pause sender operator'],
  ['WA-401/account', 'unauthorized pause account operator'],
  ['WA-401/phone_number', 'unauthorized pause sender operator'],
  ['WA400', 'invalid none - caller'],
  ['E110', 'unauthorized pause account operator'],
  ['WA500', 'unavailable backoff - time'],
  ['WAV2101', 'rate_limited pause account operator'],
  ['Account daily limit reached', 'rate_limited pause account operator'],
  ['Number opted out', 'rejected none - recipient'],
  ['To number or type missing', 'invalid none - caller'],
  ['Template details not found', 'invalid none - caller'],
  ['Country traffic blocked', 'rejected none - operator'],
  ['Missing slug value for URL tracking', 'invalid none - caller'],
  ['Submit failure', 'unrecognized none - operator'],
];

describe("Kaleyra's errors", () => {
  it.each(CASES)('%s is %s', (key, outcome) => {
    const entry = findError('kaleyra', key);
    expect(entry?.source).toBe('kaleyra');
    expect(`${entry?.code} ${entry?.retry} ${entry?.scope ?? '-'} ${entry?.actor}`).toBe(outcome);
  });

  it('are all in the list above', () => {
    const tested = new Set(CASES.map(([key]) => findError('kaleyra', key)));
    expect(KALEYRA_ERRORS.filter((entry) => !tested.has(entry))).toEqual([]);
  });

  it('keep apart the codes that differ by a hyphen, and the two meanings of one', () => {
    const titles = ['WA401', 'WA-401/account', 'WA-401/phone_number'].map(
      (key) => findError('kaleyra', key)?.title,
    );
    expect(titles).toEqual([
      'Phone number is not present or does not belong to the account.',
      'API is not available for given customer.Please contact support for more info',
      expect.stringContaining('different Version'),
    ]);
  });

  it('do not guess which of its two meanings WA-401 has', () => {
    expect(findError('kaleyra', 'WA-401')).toBeUndefined();
  });

  it('wait five minutes before WA500 is tried again, as Kaleyra advises', () => {
    expect(findError('kaleyra', 'WA500')?.pauseSeconds).toBe(300);
  });

  it.each(['131042', '131026'])("include Meta's %s unchanged", (code) => {
    expect(findError('kaleyra', code)).toBe(findError('meta', code));
  });
});

import { describe, expect, it } from '@jest/globals';
import { findError } from './find-error.js';
import { GUPSHUP_ERRORS } from './gupshup-errors.js';

const CASES: readonly (readonly [key: string, outcome: string])[] = [
  // The messages of v3/message, as Gupshup prints them.
  ['Authentication Failed', 'unauthorized pause sender operator'],
  ['Authentication failed', 'unauthorized pause sender operator'],
  ['Callback Billing must be enabled for this API', 'unauthorized pause account operator'],
  ['Invalid App Details', 'unauthorized pause account operator'],
  [
    'The provided app is not of the expected type for this API. Please ensure that the app is on the cloud.',
    'unauthorized pause account operator',
  ],
  [
    'Unauthorised access to the resource. Please review request parameters and headers and retry',
    'unauthorized pause sender operator',
  ],
  ['Invalid JSON payload', 'invalid none - caller'],
  ['Too Many Requests', 'rate_limited pause account time'],
  [
    'Internal server error. Please try again later and If Issue still persist than contact Gupshup Dev Support',
    'unavailable backoff - time',
  ],
  // The codes of failed messages.
  ['470', 'rejected none - caller'],
  ['472', 'rejected none - recipient'],
  ['500', 'unavailable backoff - time'],
  ['503', 'unavailable backoff - time'],
  ['1001', 'unauthorized none - operator'],
  ['1002', 'rejected none - recipient'],
  ['1003', 'unauthorized pause account operator'],
  ['1004', 'unauthorized none - operator'],
  ['1005', 'rejected none - caller'],
  ['1006', 'rejected none - recipient'],
  ['1007', 'rejected none - recipient'],
  ['1008', 'rejected none - recipient'],
  ['1009', 'invalid none - caller'],
  ['1010', 'invalid none - caller'],
  ['1011', 'invalid none - caller'],
  ['1012', 'rejected none - recipient'],
  ['1013', 'rejected none - recipient'],
  ['4001', 'rate_limited pause account time'],
  ['4002', 'unrecognized none - operator'],
  ['4003', 'invalid none - caller'],
  ['4004', 'unsupported none - caller'],
  ['4005', 'rate_limited pause template operator'],
];

describe("Gupshup's errors", () => {
  it.each(CASES)('%s is %s', (key, outcome) => {
    const entry = findError('gupshup', key);
    expect(entry?.source).toBe('gupshup');
    expect(`${entry?.code} ${entry?.retry} ${entry?.scope ?? '-'} ${entry?.actor}`).toBe(outcome);
  });

  it('are all in the list above', () => {
    const tested = new Set(CASES.map(([key]) => findError('gupshup', key)));
    expect(GUPSHUP_ERRORS.filter((entry) => !tested.has(entry))).toEqual([]);
  });

  it.each(['131056', '190', '131049'])("include Meta's %s unchanged", (code) => {
    expect(findError('gupshup', code)).toBe(findError('meta', code));
    expect(findError('gupshup', code)?.source).toBe('meta');
  });

  it("never stand in the place of one of Meta's", () => {
    expect(GUPSHUP_ERRORS.filter((entry) => findError('meta', entry.vendorCode))).toEqual([]);
  });

  it("are not Meta's or Kaleyra's", () => {
    expect(findError('meta', '1003')).toBeUndefined();
    expect(findError('kaleyra', '1003')).toBeUndefined();
    expect(findError('kaleyra', 'Authentication Failed')).toBeUndefined();
  });
});

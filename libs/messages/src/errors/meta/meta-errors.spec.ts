import { describe, expect, it } from '@jest/globals';
import type { ErrorEntry } from '../error-entry.js';
import { findError } from '../find-error.js';
import { META_ERRORS } from './meta-errors.js';

/**
 * Meta's table of codes, read a second time: by what each class of failure must lead to, in words of
 * "code retry scope actor", and the codes of that class.
 */
const EXPECTED: readonly (readonly [outcome: string, codes: string])[] = [
  // Permanent for this payload.
  [
    'invalid none - caller',
    '100 2046 2047 131008 131009 131020 131021 131041 131053 131055 131059',
  ],
  ['invalid none - caller', '131062 131201 131202 131204 131209 131210 131211 131212 131213'],
  ['invalid none - caller', '132000 132001 132005 132008 132012 132018 134100 135000 138017'],
  ['invalid none - caller', '139000 139001 139002 139003 139004 139005 139006 139100'],
  ['invalid none - caller', '2388039 2388040 2388047 2388072 2388073 2388293 2388299 2388500'],
  ['unsupported none - caller', '130501 131051'],
  // The payload is good, but the window is closed, or the recipient is no longer who the caller took them for.
  ['rejected none - caller', '131047 137000'],
  // The recipient.
  ['rejected none - recipient', '1026 130472 131026 131050 131052 131060 131203 138001 138006'],
  // Retry with back-off.
  ['unavailable backoff - time', '1 2 131000 131016 131057 133004 134101 138004 138007 138019'],
  ['unavailable backoff - time', '138020 138021 138022 138023 139102 139103 2494100'],
  // Retry after a pause of the scope.
  ['rate_limited pause account time', '4 80007'],
  ['rate_limited pause account operator', '131064'],
  ['rate_limited pause sender time', '130429 131208 133008 133009 133015'],
  ['rate_limited pause sender operator', '131048 133016'],
  ['rate_limited pause recipient time', '131056'],
  ['rate_limited pause template operator', '132015'],
  // Limits that hold nothing else up.
  ['rate_limited backoff - time', '613 138002 138003 138005'],
  ['rate_limited backoff - operator', '132069'],
  ['rate_limited none - time', '131049 138009 138012'],
  // The operator, for every message of the scope.
  ['unauthorized pause sender operator', '0 3 10 33 100/33 104 190 200 201 250 299 131005 131037'],
  ['unauthorized pause sender operator', '131045 133000 133005 133006 133010'],
  ['unauthorized pause account operator', '368 131031 131042 131044'],
  ['unauthorized pause template operator', '131063 134102'],
  // The operator, for this kind of message or request only.
  [
    'unauthorized none - operator',
    '131030 131214 131215 134011 138000 138013 138014 138015 138018',
  ],
  [
    'unauthorized none - operator',
    '139101 147001 147002 147003 147004 147005 200005 200006 200007',
  ],
  ['unauthorized none - operator', '1752041 2388001 2388012 2388019 2388091 2388093 2388103'],
  ['unauthorized none - operator', '2593107 2593108 2593100 2593199'],
  ['rejected none - operator', '130403 130497 131207 132007 132016 132068'],
  ['unrecognized none - operator', '138008 138010 138025'],
];

const CASES = EXPECTED.flatMap(([outcome, codes]) =>
  codes.split(' ').map((code) => [code, outcome] as const),
);

const outcomeOf = ({ code, retry, scope, actor }: ErrorEntry) =>
  `${code} ${retry} ${scope ?? '-'} ${actor}`;

describe("Meta's errors", () => {
  it.each(CASES)('%s is %s', (code, outcome) => {
    const entry = findError('meta', code);
    expect(entry && outcomeOf(entry)).toBe(outcome);
    expect(entry?.source).toBe('meta');
  });

  it('are all in the list above', () => {
    const tested = new Set(CASES.map(([code]) => findError('meta', code)));
    expect(META_ERRORS.filter((entry) => !tested.has(entry))).toEqual([]);
  });

  it.each([
    [0, 'AuthException'],
    [2, 'API Service'],
    [130429, 'Rate limit hit'],
    [131016, 'Service unavailable'],
    [131026, 'Message Undeliverable'],
    [131045, 'Incorrect certificate'],
    [131047, 'Re-engagement message'],
    [131056, '(Business Account, Consumer Account) pair rate limit hit'],
    [132001, 'Template does not exist'],
    [135000, 'Generic user error'],
  ])('%s has the title that Meta gives it', (code, title) => {
    expect(findError('meta', code)?.title).toBe(title);
  });

  it.each([
    ['131057', 60],
    ['132015', 3 * 3600],
    ['132069', 3600],
    ['133015', 5 * 60],
    ['133016', 72 * 3600],
    ['134101', 10 * 60],
  ])('%s waits as long as Meta documents: %d s', (code, seconds) => {
    expect(findError('meta', code)?.pauseSeconds).toBe(seconds);
  });

  it('retries 131016 and not 131045, though both come as HTTP 500', () => {
    expect(findError('meta', '131016')?.retry).toBe('backoff');
    expect(findError('meta', '131045')?.retry).toBe('pause');
    expect(findError('meta', '131045')?.pauseSeconds).toBeUndefined();
  });

  it('tells an unknown phone number id (subcode 33) from a wrong parameter', () => {
    expect(findError('meta', '100')?.actor).toBe('caller');
    expect(findError('meta', '100/33')?.actor).toBe('operator');
  });

  it('never holds a person up because marketing to them is limited', () => {
    expect(findError('meta', '131049')).not.toHaveProperty('scope');
  });

  it.each(['199', '300', '137999', '138026', '139007', '2387999', '2389000', '2593099', '2593200'])(
    'knows nothing of %s, just outside a range',
    (code) => {
      expect(findError('meta', code)).toBeUndefined();
    },
  );
});

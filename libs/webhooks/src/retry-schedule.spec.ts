import { describe, expect, it } from '@jest/globals';
import {
  delayAfter,
  MAX_RETRY_AFTER_MS,
  readRetryAfter,
  RETRY_SCHEDULE_MS,
} from './retry-schedule.js';

const NOW = Date.parse('2027-02-25T09:30:00Z');
const none = () => 0;
const all = () => 1;

describe('the retry schedule', () => {
  it('spans more than a day, and then ends', () => {
    const delays = RETRY_SCHEDULE_MS.map((_, at) => delayAfter(at + 1, RETRY_SCHEDULE_MS, 0, none));
    expect(delays).toEqual([5e3, 300e3, 1800e3, 7200e3, 18000e3, 36000e3, 36000e3]);
    expect(delays.reduce<number>((sum, ms) => sum + (ms ?? 0), 0)).toBeGreaterThan(24 * 3600e3);
    expect(delayAfter(RETRY_SCHEDULE_MS.length + 1, RETRY_SCHEDULE_MS)).toBeUndefined();
  });

  it('has a jitter that only ever waits longer', () => {
    expect(delayAfter(1, [1_000], 0, all)).toBe(1_200);
    expect(delayAfter(1, [1_000], 5_000, none)).toBe(5_000);
    expect(delayAfter(2, [1_000, 60_000], 5_000, none)).toBe(60_000);
  });

  it('waits no longer than a day because a consumer asks for it', () => {
    expect(delayAfter(1, [1_000], 1e12, none)).toBe(MAX_RETRY_AFTER_MS);
  });
});

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Thu, 25 Feb 2027 09:31:00 GMT', 60_000],
    ['Thu, 25 Feb 2027 09:29:00 GMT', 0],
    ['9999999999', MAX_RETRY_AFTER_MS],
    ['Thu, 25 Feb 2077 09:29:00 GMT', MAX_RETRY_AFTER_MS],
    ['Thu, 25 Feb 2027 09:31:00', undefined],
    ['2027-02-25 09:31:00', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['1e9', undefined],
    ['', undefined],
    ['soon', undefined],
    [undefined, undefined],
    [['1', '2'], undefined],
  ])('%j asks for %j ms', (header, ms) => {
    expect(readRetryAfter(header, NOW)).toBe(ms);
  });
});

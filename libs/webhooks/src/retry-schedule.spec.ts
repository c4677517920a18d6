import { describe, expect, it } from '@jest/globals';
import { delayAfter, RETRY_SCHEDULE_MS } from './retry-schedule.js';

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
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Pacer } from './pacer.js';

describe('a pacer', () => {
  it('lets no more than its rate and one burst leave in any second, however they come', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.array(fc.nat(3_000), { minLength: 50, maxLength: 400 }),
        (perSecond, arrivals) => {
          const burst = Math.max(1, Math.floor(perSecond / 10));
          const pacer = new Pacer(perSecond, burst, 0);
          const left = arrivals.toSorted((a, b) => a - b).map((at) => at + pacer.take(at));
          expect(left).toEqual(left.toSorted((a, b) => a - b));
          for (const from of left) {
            // A place that is due at the very end of the second may be rounded into it.
            const within = left.filter((at) => at >= from && at < from + 999.999);
            expect(within.length).toBeLessThanOrEqual(perSecond + burst);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('holds nothing up that comes at its rate', () => {
    const pacer = new Pacer(100, 10, 0);
    expect(Array.from({ length: 500 }, (_, i) => pacer.take(i * 10))).toEqual(
      new Array(500).fill(0),
    );
  });

  it('has a burst to give after a rest, and none at the beginning', () => {
    const pacer = new Pacer(100, 10, 0);
    expect([pacer.take(0), pacer.take(0)]).toEqual([0, 10]);
    const after = Array.from({ length: 11 }, () => pacer.take(5_000));
    expect(after.filter((wait) => wait === 0)).toHaveLength(10);
    expect(after.at(-1)).toBe(10);
  });
});

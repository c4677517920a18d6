import { describe, expect, it } from '@jest/globals';
import { Breaker, DOUBTS_TO_OPEN } from './breaker.js';

const doubt = (breaker: Breaker, times: number) =>
  Array.from({ length: times }, () => breaker.doubted(0)).at(-1);

describe('the breaker of a lane', () => {
  it('stays closed until several doubtful outcomes come in a row', () => {
    const breaker = new Breaker();
    expect(doubt(breaker, DOUBTS_TO_OPEN - 1)).toBeUndefined();
    expect(breaker.answered()).toBe(false);
    expect(doubt(breaker, DOUBTS_TO_OPEN - 1)).toBeUndefined();
    expect(breaker.isOpen).toBe(false);
  });

  it('rests longer after each probe without an answer, up to five minutes', () => {
    const breaker = new Breaker();
    expect(doubt(breaker, DOUBTS_TO_OPEN)).toBe(5_000);
    expect(breaker.isOpen).toBe(true);
    expect([doubt(breaker, 1), doubt(breaker, 1)]).toEqual([10_000, 20_000]);
    expect(doubt(breaker, 20)).toBe(300_000);
  });

  it('closes with the first answer and begins anew', () => {
    const breaker = new Breaker();
    doubt(breaker, DOUBTS_TO_OPEN + 2);
    expect(breaker.answered()).toBe(true);
    expect(breaker.isOpen).toBe(false);
    expect(doubt(breaker, DOUBTS_TO_OPEN)).toBe(5_000);
  });
});

import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from 'waypost/store';
import { AnswerSweep } from './answer-sweep.js';

describe('the sweep for answered messages', () => {
  it('looks again and again, also after the store was away, until it is stopped', async () => {
    const looked: number[] = [];
    let enough!: () => void;
    const thrice = new Promise<void>((resolve) => (enough = resolve));
    const resolveAnswers = (giveUpBefore: number) => {
      looked.push(giveUpBefore);
      if (looked.length === 3) enough();
      return looked.length === 1
        ? Promise.reject(new StoreUnavailable('it is away'))
        : Promise.resolve(0);
    };
    const sweep = new AnswerSweep({ resolveAnswers }, 1);
    const day = 24 * 3_600_000;
    const began = Date.now();
    sweep.start();
    await thrice;
    await sweep.stop();
    const [first = 0] = looked;
    expect(first).toBeGreaterThanOrEqual(began - day);
    expect(first).toBeLessThanOrEqual(Date.now() - day);
    const { length } = looked;
    sweep.start();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(looked).toHaveLength(length);
  });
});

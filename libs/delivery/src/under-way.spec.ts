import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { UnderWay } from './under-way.js';

function work() {
  let end: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (end = resolve));
  return { done, end };
}

describe('what is under way', () => {
  it('has ended when the last of it has, and each end is told', async () => {
    let ends = 0;
    const underWay = new UnderWay(
      () => ends++,
      () => undefined,
    );
    await underWay.end();
    const [first, second] = [work(), work()];
    underWay.add(first.done);
    underWay.add(second.done);
    let isOver = false;
    const over = underWay.end().then(() => (isOver = true));
    first.end();
    await nextTurn();
    expect([ends, isOver]).toEqual([1, false]);
    second.end();
    await over;
    expect(ends).toBe(2);
  });

  it('includes what is begun by the end of something else', async () => {
    const last = work();
    let ends = 0;
    const underWay: UnderWay = new UnderWay(
      () => ends++ === 0 && underWay.add(last.done),
      () => undefined,
    );
    underWay.add(Promise.resolve());
    let isOver = false;
    const over = underWay.end().then(() => (isOver = true));
    await nextTurn();
    expect(isOver).toBe(false);
    last.end();
    await over;
  });

  it('ends where something fails, and that is reported', async () => {
    const reported: unknown[] = [];
    const underWay = new UnderWay(
      () => undefined,
      (error) => reported.push(error),
    );
    underWay.add(Promise.reject(new Error('a')));
    await underWay.end();
    expect(reported).toEqual([new Error('a')]);
  });
});

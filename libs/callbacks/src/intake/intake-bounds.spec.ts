import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CallbackRow, NewCallback } from 'waypost/store';
import { CallbackIntake } from './callback-intake.js';
import type { KeptCallback } from './item-writes.js';
import type { Reading } from './reading.js';

const ITEM = { kind: 'ignored' } as const;

/** A callback of a few bytes that say how many items are in it. */
const callback = (items: number): NewCallback => ({
  ...{ sender: 'shop-in', provider: 'memory', receivedAt: Date.now(), method: 'POST' },
  ...{ headers: {}, query: {}, body: Buffer.from(String(items)) },
});

describe('an intake of callbacks with very many items', () => {
  let kept: CallbackRow[];
  let recorded: number[][];
  /** Items that were read and are not recorded yet, at most. */
  let held: number;
  let most: number;
  let isResting: boolean;
  let intake: CallbackIntake;

  beforeEach(() => {
    [kept, recorded, held, most, isResting] = [[], [], 0, 0, false];
    const keep = (callback: NewCallback) => {
      const rest = { outcome: 'pending', shape: null, summary: null, settledAt: null } as const;
      return Promise.resolve(kept.push({ ...callback, ...rest, position: kept.length + 1 }));
    };
    const pending = ({ after, limit }: { after: number; limit: number }) =>
      Promise.resolve(kept.filter(({ position }) => position > after).slice(0, limit));
    const read = ({ body, ...callback }: KeptCallback): Reading => {
      const count = Number(Buffer.from(body).toString());
      most = Math.max(most, (held += count));
      return { ...callback, bytes: body.byteLength, items: Array(count).fill(ITEM) };
    };
    const record = async (batch: readonly Reading[]) => {
      while (isResting) await sleep(1);
      recorded.push(batch.map(({ items }) => items.length));
      for (const { items } of batch) held -= items.length;
      const positions = new Set(batch.map(({ position }) => position));
      kept = kept.filter(({ position }) => !positions.has(position));
    };
    intake = new CallbackIntake({ keep, pending }, { read, record });
  });
  afterEach(() => intake.stop());

  async function applied(count: number): Promise<void> {
    while (recorded.flat().length < count) await sleep(1);
  }

  it('applies together what has few items together', async () => {
    for (const items of [1_000, 2_000, 2_000, 9_000, 10, 20]) {
      kept.push({
        ...callback(items),
        ...{ position: kept.length + 1, outcome: 'pending' },
        ...{ shape: null, summary: null, settledAt: null },
      });
    }
    intake.start();
    await applied(6);
    expect(recorded).toEqual([[1_000, 2_000], [2_000], [9_000], [10, 20]]);
    expect(most).toBeLessThan(13_000);
  });

  it('leaves the rest in the store where they would fill the memory', async () => {
    intake.start();
    await sleep(20);
    isResting = true;
    for (let n = 0; n < 200; n++) await intake.receive(callback(2_000));
    expect(held).toBeLessThan(50_000);
    isResting = false;
    await applied(200);
    expect(most).toBeLessThan(50_000);
  });
});

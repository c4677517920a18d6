import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import type { NewCallback } from 'waypost/store';
import { CallbackIntake } from './callback-intake.js';
import type { KeptCallback } from './item-writes.js';
import type { Reading } from './reading.js';

const callback = (word: string): NewCallback => ({
  ...{ sender: 'shop-in', provider: 'memory', receivedAt: 1, method: 'POST' },
  ...{ headers: {}, query: {}, body: Buffer.from(word) },
});

describe('an intake of callbacks', () => {
  let applied: string[][];
  let ended: number;
  let pages: number;
  let intake: CallbackIntake;
  let release: () => void;

  beforeEach(async () => {
    [applied, ended, pages] = [[], 0, 0];
    release = () => undefined;
    let position = 0;
    const keep = async ({ body }: NewCallback) => {
      if (Buffer.from(body).toString() === 'held') await new Promise<void>((go) => (release = go));
      return (position += 1);
    };
    const pending = () => {
      pages += 1;
      return Promise.resolve([]);
    };
    const read = ({ body, ...callback }: KeptCallback): Reading => {
      const event = { ...callback, itemId: Buffer.from(body).toString(), at: 1, data: '{}' };
      const items = [{ kind: 'template', event: { ...event, type: 'template.updated' } }] as const;
      return { ...callback, bytes: body.byteLength, items };
    };
    const record = async (batch: readonly Reading[]) => {
      applied.push(
        batch.flatMap(({ items }) => items.flatMap((i) => ('event' in i ? i.event.itemId : []))),
      );
      await sleep(100);
      ended += 1;
    };
    intake = new CallbackIntake({ keep, pending }, { read, record });
    intake.start();
    while (pages === 0) await turn();
    await turn();
  });
  afterEach(() => intake.stop());

  it('applies together what comes while others wait for their answers', async () => {
    const held = intake.receive(callback('held'));
    await intake.receive(callback('a'));
    while (ended < 1) await sleep(1);
    for (const word of ['b', 'c', 'd']) {
      await intake.receive(callback(word));
      await turn();
      await turn();
    }
    while (applied.flat().length < 4) await sleep(5);
    expect(applied).toEqual([['a'], ['b', 'c', 'd']]);
    release();
    await held;
  });

  it('applies at once where nobody waits for an answer', async () => {
    await intake.receive(callback('a'));
    await turn();
    await turn();
    expect(applied).toEqual([['a']]);
  });
});

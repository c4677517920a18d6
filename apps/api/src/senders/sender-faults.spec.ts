import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { StoredError } from 'waypost/delivery';
import { openStore, type Store } from 'waypost/store';
import { SenderFaults } from './sender-faults.js';

const ERROR: StoredError = { code: 'unauthorized', message: 'The token is wrong.' };

describe('faults of senders', () => {
  let folder: string;
  let store: Store;

  beforeAll(() => void Logger.overrideLogger(false));

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'waypost-faults-'));
    store = await openStore(`sqlite:${join(folder, 'waypost.db')}`);
  });

  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('are known to every replica, and to the next process', async () => {
    const here = new SenderFaults(store);
    here.report('shop', 5_000, ERROR);
    await here.stored();
    const there = new SenderFaults(store);
    await there.refresh();
    expect(there.of('shop')).toEqual({
      error: ERROR,
      since: expect.any(Number),
      nextProbeAt: 5_000,
    });
    expect(there.of('stall')).toBeUndefined();
  });

  it('keep the time at which they were first met', async () => {
    const faults = new SenderFaults(store);
    faults.report('shop', 1, ERROR);
    const first = faults.of('shop');
    await sleep(5);
    faults.report('shop', 2, ERROR);
    expect(faults.of('shop')).toEqual({ ...first, nextProbeAt: 2 });
  });

  it('are over when a message is accepted, or nothing is reported any more', async () => {
    const faults = new SenderFaults(store);
    faults.report('shop', 1, ERROR);
    faults.report('stall', 1, ERROR);
    await faults.stored();
    expect(await store.directory.pauses()).toHaveLength(2);
    faults.worksAgain('shop');
    faults.report('stall', 0);
    expect([faults.of('shop'), faults.of('stall')]).toEqual([undefined, undefined]);
    await faults.stored();
    expect(await store.directory.pauses()).toEqual([]);
  });

  it('are told as events when they begin and when a message is accepted again, once each', async () => {
    const faults = new SenderFaults(store);
    faults.report('shop', 1, ERROR);
    faults.report('shop', 2, ERROR);
    faults.worksAgain('shop');
    faults.worksAgain('shop');
    faults.report('stall', 1, ERROR);
    faults.forget('stall');
    await faults.stored();
    const { rows } = await store.feed(null, null, 10);
    const told = rows.map(({ sender, type, data }) => [sender, type, JSON.parse(data) as unknown]);
    expect(told).toEqual([
      ['shop', 'sender.updated', { change: 'held_up', ...ERROR }],
      ['shop', 'sender.updated', { change: 'sends_again' }],
      ['stall', 'sender.updated', { change: 'held_up', ...ERROR }],
    ]);
  });

  it('that end by themselves are not shown any longer, though no message has left since', async () => {
    const faults = new SenderFaults(store);
    const error = { code: 'rate_limited', message: 'Slower, please.' } as const;
    faults.report('shop', Date.now() - 50_000, error);
    expect(faults.of('shop')).toMatchObject({ error });
    faults.report('shop', Date.now() - 70_000, error);
    expect([faults.of('shop'), faults.all()]).toEqual([undefined, []]);
    // It is the same as before when it is met again, and not told twice.
    faults.report('shop', Date.now() + 1_000, error);
    await faults.stored();
    expect((await store.feed(null, null, 10)).rows).toHaveLength(1);
  });

  it('end in the order in which they were told', async () => {
    const faults = new SenderFaults(store);
    for (let i = 0; i < 20; i++) {
      faults.report('shop', i, ERROR);
      faults.forget('shop');
    }
    faults.report('shop', 99, ERROR);
    await faults.stored();
    expect(await store.directory.pauses()).toMatchObject([{ until: 99 }]);
  });
});

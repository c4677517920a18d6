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
    const here = new SenderFaults(store.directory);
    here.report('shop', 5_000, ERROR);
    await here.stored();
    const there = new SenderFaults(store.directory);
    await there.refresh();
    expect(there.of('shop')).toEqual({
      error: ERROR,
      since: expect.any(Number),
      nextProbeAt: 5_000,
    });
    expect(there.of('stall')).toBeUndefined();
  });

  it('keep the time at which they were first met', async () => {
    const faults = new SenderFaults(store.directory);
    faults.report('shop', 1, ERROR);
    const first = faults.of('shop');
    await sleep(5);
    faults.report('shop', 2, ERROR);
    expect(faults.of('shop')).toEqual({ ...first, nextProbeAt: 2 });
  });

  it('are over when a message is accepted, or nothing is reported any more', async () => {
    const faults = new SenderFaults(store.directory);
    faults.report('shop', 1, ERROR);
    faults.report('stall', 1, ERROR);
    await faults.stored();
    expect(await store.directory.pauses()).toHaveLength(2);
    faults.clear('shop');
    faults.report('stall', 0);
    expect([faults.of('shop'), faults.of('stall')]).toEqual([undefined, undefined]);
    await faults.stored();
    expect(await store.directory.pauses()).toEqual([]);
  });

  it('end in the order in which they were told', async () => {
    const faults = new SenderFaults(store.directory);
    for (let i = 0; i < 20; i++) {
      faults.report('shop', i, ERROR);
      faults.clear('shop');
    }
    faults.report('shop', 99, ERROR);
    await faults.stored();
    expect(await store.directory.pauses()).toMatchObject([{ until: 99 }]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from 'waypost/store';
import { ENGINES } from '../../../test/stores.js';
import { EngineRig } from './testing/engine-rig.js';

describe.each(ENGINES)('what happens by itself as time passes, on %s', (_name, open) => {
  let rig: EngineRig;

  beforeEach(async () => {
    rig = await EngineRig.start(open);
  });

  afterEach(() => rig.close());

  it('tells of an error that keeps it from happening, and not of a store that is away', async () => {
    const fault = new Error('The index is damaged.');
    const errors = [new StoreUnavailable('the database is away'), fault];
    const unknownDue = rig.store.unknownDue.bind(rig.store);
    rig.store.unknownDue = async (senders, now, limit) => {
      const error = errors.shift();
      if (error) throw error;
      return unknownDue(senders, now, limit);
    };
    while (rig.errors.length === 0) await sleep(10);
    expect(rig.errors).toEqual([fault]);
  });

  it('happens as far as it can where one part of it fails', async () => {
    rig.store.unknownDue = () => Promise.reject(new Error('The index is damaged.'));
    await rig.configure({ paused: true });
    const expiresAt = Date.now() + 200;
    const id = await rig.post({ expiresAt, giveUpAt: expiresAt });
    await rig.until(id, 'expired');
    expect(rig.errors.length).toBeGreaterThan(0);
  });
});

import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreClosed } from 'waypost/store';
import { ENGINES } from '../../../test/stores.js';
import { Gate } from '../../../test/support/gate.js';
import { EngineRig } from './testing/engine-rig.js';

describe.each(ENGINES)('a hand-over that outlasts the store, on %s', (_name, open) => {
  let rig: EngineRig;

  beforeEach(async () => {
    rig = await EngineRig.start(open);
  });

  afterEach(() => rig.close());

  it('is no fault of anything, for the next start finds it', async () => {
    const gate = new Gate();
    rig.vendor.always = async ({ ref }) => {
      await gate.opened;
      return { providerMessageId: ref, raw: {} };
    };
    await rig.post();
    while (rig.vendor.sent.length === 0) await nextTurn();
    await rig.engine.stop(1);
    await rig.store.close();
    // The last that is tried of an attempt that cannot be recorded.
    const get = rig.store.get.bind(rig.store);
    const given = new Promise((resolve) => {
      rig.store.get = (position) => {
        const row = get(position);
        row.catch(resolve);
        return row;
      };
    });
    gate.open();
    expect(await given).toBeInstanceOf(StoreClosed);
    await nextTurn();
    expect(rig.errors).toEqual([]);
  });
});

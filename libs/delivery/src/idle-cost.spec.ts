import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { postgresPlace } from '../../../test/stores.js';
import { EngineRig } from './testing/engine-rig.js';

describe('an idle replica on PostgreSQL', () => {
  let rig: EngineRig | undefined;
  afterEach(() => rig?.close());

  /** Statements per second while nothing happens, after each of so many senders has sent a message. */
  async function idleCost(senders: number): Promise<number> {
    rig = await EngineRig.start(postgresPlace);
    for (let n = 1; n < senders; n++) {
      await rig.configure({ id: `sender-${n}` });
      await rig.until(await rig.post({ sender: `sender-${n}` }), 'accepted');
    }
    await sleep(1_500);
    const { statements } = rig.store;
    const began = performance.now();
    await sleep(3_000);
    return (1_000 * (rig.store.statements - statements)) / (performance.now() - began);
  }

  it('asks the database as often for sixty senders as for one', async () => {
    const one = await idleCost(1);
    await rig?.close();
    expect(await idleCost(60)).toBeLessThan(one + 15);
  }, 60_000);
});

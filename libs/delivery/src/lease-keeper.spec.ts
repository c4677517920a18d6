import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Lease, Leases, LeaseTick } from 'waypost/store';
import { Gate } from '../../../test/support/gate.js';
import { LeaseKeeper, type Held } from './lease-keeper.js';

/** Leases as a store would give them, and what is done with them. */
class ScriptedLeases implements Leases {
  ticks = 0;
  released: string[] = [];
  left = false;
  held: Lease[] = [];
  surplus = 0;

  tick(): Promise<LeaseTick> {
    this.ticks += 1;
    const held = this.held.filter(({ sender }) => !this.released.includes(sender));
    return Promise.resolve({ held, acquired: [], surplus: this.surplus });
  }

  release(_replica: string, senders: readonly string[]): Promise<void> {
    this.released.push(...senders);
    this.surplus -= senders.length;
    return Promise.resolve();
  }

  leave(): Promise<void> {
    this.left = true;
    return Promise.resolve();
  }
}

const lease = (sender: string, epoch = 1): Lease => ({ sender, epoch });

describe('the keeper of leases', () => {
  let leases: ScriptedLeases;
  let keeper: LeaseKeeper;
  let opened: Map<string, Held>;
  let lost: string[];
  let laneEnds: Gate;

  beforeEach(async () => {
    leases = new ScriptedLeases();
    opened = new Map();
    lost = [];
    laneEnds = new Gate();
    keeper = new LeaseKeeper('one', leases, {
      acquired: ({ sender }, held) => {
        opened.set(sender, held);
        return Promise.resolve();
      },
      lost: (sender) => {
        lost.push(sender);
        return laneEnds.opened;
      },
    });
    leases.held = [lease('a'), lease('b')];
    await keeper.start();
  });

  afterEach(async () => {
    laneEnds.open();
    await keeper.stop();
  });

  it('goes on renewing while a lane that it gives away is still ending', async () => {
    leases.surplus = 1;
    await keeper.tick();
    expect(lost).toEqual(['a']);
    expect(opened.get('a')?.isValid()).toBe(false);
    await keeper.tick();
    expect(leases.ticks).toBe(3);
    expect(opened.get('b')?.isValid()).toBe(true);
    expect([leases.released, lost]).toEqual([[], ['a']]);
    laneEnds.open();
    await turn();
    expect(leases.released).toEqual(['a']);
  });

  it('opens a lane again that came back under another epoch, once the old one has ended', async () => {
    const before = opened.get('a');
    leases.held = [lease('a', 2), lease('b')];
    await keeper.tick();
    expect([lost, opened.get('a') === before]).toEqual([['a'], true]);
    laneEnds.open();
    await turn();
    await keeper.tick();
    expect(opened.get('a')).toMatchObject({ epoch: 2 });
    expect(leases.released).toEqual([]);
  });

  it('never lets an older answer of the store undo a newer one', async () => {
    const first = new Gate();
    const tick = leases.tick.bind(leases);
    leases.tick = async () => {
      const answer = await tick();
      await first.opened;
      return answer;
    };
    const older = keeper.tick();
    await turn();
    leases.held = [...leases.held, lease('c')];
    const newer = keeper.tick();
    first.open();
    await Promise.all([older, newer]);
    expect([lost, [...opened.keys()]]).toEqual([[], ['a', 'b', 'c']]);
  });
});

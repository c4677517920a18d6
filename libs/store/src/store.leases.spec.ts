import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  addSenders,
  ENGINES,
  insertion,
  sqlitePlace,
  type StorePlace,
} from '../../../test/stores.js';
import type { Lease } from './rows.js';
import type { Store } from './store.js';

const TTL_MS = 60_000;

const names = (leases: readonly Lease[]) => leases.map(({ sender }) => sender).sort();

describe.each(ENGINES)('leases on %s', (_name, create) => {
  const places: StorePlace[] = [];
  let store: Store;

  beforeEach(async () => {
    const place = await create();
    places.push(place);
    store = await place.open();
    await addSenders(store, 'a', 'b', 'c', 'd', 'e');
  }, 60_000);
  afterAll(() => Promise.all(places.map((place) => place.drop())));

  it('go to one replica all together while it is alone', async () => {
    const tick = await store.leases.tick('r1', TTL_MS);
    expect(names(tick.acquired)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(tick.held.every(({ epoch }) => epoch === 1)).toBe(true);
    const next = await store.leases.tick('r1', TTL_MS);
    expect(next).toMatchObject({ acquired: [], surplus: 0 });
    expect(names(next.held)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('spread evenly once another replica comes, and move with a new epoch', async () => {
    await store.leases.tick('r1', TTL_MS);
    expect(await store.leases.tick('r2', TTL_MS)).toMatchObject({ held: [] });
    const { surplus } = await store.leases.tick('r1', TTL_MS);
    expect(surplus).toBe(2);
    await store.leases.release('r1', ['d', 'e']);
    const { acquired } = await store.leases.tick('r2', TTL_MS);
    expect([...acquired].sort((x, y) => (x.sender < y.sender ? -1 : 1))).toEqual([
      { sender: 'd', epoch: 2 },
      { sender: 'e', epoch: 2 },
    ]);
    expect(await store.leases.tick('r1', TTL_MS)).toMatchObject({ surplus: 0, acquired: [] });
  });

  it('are never held by two, however many ask at once', async () => {
    const replicas = ['r1', 'r2', 'r3', 'r4'];
    await Promise.all(replicas.map((replica) => store.leases.tick(replica, TTL_MS)));
    const ticks = await Promise.all(replicas.map((replica) => store.leases.tick(replica, TTL_MS)));
    const held = ticks.flatMap((tick) => names(tick.held));
    expect(new Set(held).size).toBe(held.length);
  });

  it('expire, and then neither renew nor fence the old owner in', async () => {
    await store.leases.tick('dead', 30);
    await sleep(60);
    const { acquired } = await store.leases.tick('r1', TTL_MS);
    expect(acquired).toContainEqual({ sender: 'a', epoch: 2 });
    const stale = await store.insert({ ...insertion({ sender: 'a' }), sending: { epoch: 1 } });
    expect(stale).toMatchObject({ status: 'queued' });
    const position = stale.kind === 'inserted' ? stale.position : 0;
    expect(await store.start([{ position, sender: 'a', n: 1, epoch: 1 }])).toEqual([]);
    expect(await store.start([{ position, sender: 'a', n: 1, epoch: 2 }])).toEqual([position]);
  });

  it('do not hold once expired, even if nobody else took them', async () => {
    await store.leases.tick('r1', 30);
    await sleep(60);
    const late = await store.insert({ ...insertion({ sender: 'a' }), sending: { epoch: 1 } });
    expect(late).toMatchObject({ status: 'queued' });
    const { acquired } = await store.leases.tick('r1', TTL_MS);
    expect(acquired).toContainEqual({ sender: 'a', epoch: 2 });
  });

  it('come back at once from a replica that leaves', async () => {
    await store.leases.tick('r1', TTL_MS);
    await store.leases.leave('r1');
    expect((await store.leases.tick('r2', TTL_MS)).held).toHaveLength(5);
  });

  it('end with their sender, and go on with the epoch when its id is used again', async () => {
    await store.leases.tick('r1', TTL_MS);
    await store.directory.removeSender('a', 1);
    expect((await store.leases.tick('r1', TTL_MS)).held).toHaveLength(4);
    await addSenders(store, 'a');
    const { acquired } = await store.leases.tick('r1', TTL_MS);
    expect(acquired).toEqual([{ sender: 'a', epoch: 2 }]);
  });
});

describe('leases on SQLite', () => {
  it('are free at once after a crash, for the file is held by one process only', async () => {
    const place = await sqlitePlace();
    const before = await place.open();
    await addSenders(before, 'a');
    const { acquired } = await before.leases.tick('dead', TTL_MS);
    await before.close();
    const after = await place.open();
    const next = await after.leases.tick('heir', TTL_MS);
    expect(next.acquired).toEqual([{ sender: 'a', epoch: (acquired[0]?.epoch ?? 0) + 1 }]);
    await place.drop();
  });
});

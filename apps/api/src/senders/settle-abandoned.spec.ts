import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from 'waypost/store';
import { addSenders, ENGINES, insertion, type StorePlace } from '../../../../test/stores.js';
import { settleAbandoned } from './settle-abandoned.js';

const GRACE_MS = 120_000;
const LATER_MS = 61_000;

describe.each(ENGINES)('what a deleted sender left, on %s', (_name, create) => {
  const places: StorePlace[] = [];
  let store: Store;
  let deletedAt: number;

  beforeEach(async () => {
    const place = await create();
    places.push(place);
    store = await place.open();
    await addSenders(store, 'gone');
    await store.leases.tick('replica-1', 60_000);
    deletedAt = Date.now();
  }, 60_000);
  afterAll(() => Promise.all(places.map((place) => place.drop())));

  async function insertSending(epoch: number): Promise<number> {
    const message = insertion({ sender: 'gone', graceMs: GRACE_MS });
    const inserted = await store.insert({ ...message, sending: { epoch } });
    return inserted.kind === 'inserted' ? inserted.position : 0;
  }

  async function sweep(at: number): Promise<void> {
    for (const sender of await store.directory.abandoned())
      await settleAbandoned(store, sender, at);
  }

  const status = async (position: number) => (await store.get(position))?.status;

  it('comes to its end, though a process died while it handed a message over', async () => {
    const message = await insertSending(1);
    expect(await status(message)).toBe('sending');
    await store.directory.removeSender('gone', deletedAt);
    await sweep(deletedAt + 1_000);
    // Whoever hands it over may still be at it.
    expect(await status(message)).toBe('sending');
    await sweep(deletedAt + LATER_MS);
    expect(await status(message)).toBe('unknown');
    await sweep(deletedAt + LATER_MS + GRACE_MS);
    expect(await status(message)).toBe('failed');
    expect(await store.directory.abandoned()).toEqual([]);
  });

  it('ends, and nothing does of the sender that uses the id again meanwhile', async () => {
    const old = await insertSending(1);
    await store.directory.removeSender('gone', deletedAt);
    const [sender] = await store.directory.abandoned();
    await addSenders(store, 'gone');
    await store.leases.tick('replica-1', 60_000);
    const young = await insertSending(2);
    expect(await status(young)).toBe('sending');
    if (sender) await settleAbandoned(store, sender, deletedAt + LATER_MS);
    expect([await status(old), await status(young)]).toEqual(['unknown', 'sending']);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from 'waypost/store';
import { insertion, sqlitePlace, type StorePlace } from '../../../test/stores.js';
import { Retention } from './retention.js';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2027-01-01T00:00:00Z');

describe('Retention', () => {
  let place: StorePlace;
  let store: Store;

  beforeEach(async () => {
    place = await sqlitePlace();
    store = await place.open();
  });

  afterEach(() => place.drop());

  async function addSettled(daysAgo: number): Promise<string> {
    const at = NOW - daysAgo * DAY_MS;
    const one = insertion({ createdAt: at });
    const inserted = await store.insert(one);
    if (inserted.kind !== 'inserted') throw new Error('It was not stored.');
    const { position } = inserted;
    const end = { position, sender: one.message.sender, to: 'canceled', error: null } as const;
    await store.transition({ ...end, from: ['queued'], settledAt: at, events: [] });
    return one.message.id;
  }

  async function idsLeft(): Promise<string[]> {
    return (await store.list({}, { limit: 1_000 })).rows.map(({ id }) => id);
  }

  it('removes what is older than it is to be kept, in however many batches', async () => {
    const old = await Promise.all(Array.from({ length: 300 }, () => addSettled(8)));
    const kept = await addSettled(6);
    expect((await idsLeft()).length).toBe(old.length + 1);
    await new Retention(store, 7).prune(NOW);
    expect(await idsLeft()).toEqual([kept]);
  });

  it('keeps what still waits', async () => {
    const waiting = insertion({ createdAt: NOW - 100 * DAY_MS });
    await store.insert(waiting);
    await new Retention(store, 7).prune(NOW);
    expect(await idsLeft()).toEqual([waiting.message.id]);
  });

  it('begins by itself, and ends when it is told to', async () => {
    const id = await addSettled(3_000);
    expect(await idsLeft()).toEqual([id]);
    const retention = new Retention(store, 7);
    retention.start();
    await retention.stop();
    const again = new Retention(store, 7);
    again.start();
    while ((await idsLeft()).length > 0);
    await again.stop();
  });
});

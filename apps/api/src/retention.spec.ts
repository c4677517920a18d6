import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { MediaFolder } from 'waypost/callbacks';
import type { Store } from 'waypost/store';
import { inbound, insertion, sqlitePlace, type StorePlace } from '../../../test/stores.js';
import { Retention } from './retention.js';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2027-01-01T00:00:00Z');

describe('Retention', () => {
  let place: StorePlace;
  let store: Store;
  let folder: string;
  let files: MediaFolder;

  beforeEach(async () => {
    place = await sqlitePlace();
    store = await place.open();
    folder = mkdtempSync(join(tmpdir(), 'waypost-files-'));
    files = new MediaFolder(folder);
  });

  afterEach(async () => {
    await place.drop();
    rmSync(folder, { recursive: true });
  });

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
    await new Retention(store, { content: 7, callbacks: 7 }, files).prune(NOW);
    expect(await idsLeft()).toEqual([kept]);
  });

  it("removes users' messages with their files", async () => {
    const [old, young] = [8, 6].map((days) => inbound({ receivedAt: NOW - days * DAY_MS }));
    if (!old || !young) throw new Error('There are two.');
    for (const message of [old, young]) {
      await store.inbound.receive(message);
      await files.write(message, Readable.from([Buffer.from('x')]), 1, () => undefined);
    }
    await new Retention(store, { content: 7, callbacks: 7 }, files).prune(NOW);
    expect(await store.inbound.find(old.id)).toBeUndefined();
    expect(await files.open(old)).toBeUndefined();
    expect(await store.inbound.find(young.id)).toBeDefined();
    const kept = await files.open(young);
    expect(kept?.size).toBe(1);
    kept?.bytes.destroy();
  });

  it('keeps what still waits', async () => {
    const waiting = insertion({ createdAt: NOW - 100 * DAY_MS });
    await store.insert(waiting);
    await new Retention(store, { content: 7, callbacks: 7 }, files).prune(NOW);
    expect(await idsLeft()).toEqual([waiting.message.id]);
  });

  it('begins by itself, and ends when it is told to', async () => {
    const id = await addSettled(3_000);
    expect(await idsLeft()).toEqual([id]);
    const retention = new Retention(store, { content: 7, callbacks: 7 }, files);
    retention.start();
    await retention.stop();
    const again = new Retention(store, { content: 7, callbacks: 7 }, files);
    again.start();
    while ((await idsLeft()).length > 0);
    await again.stop();
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore, type Store } from 'waypost/store';
import { DirectoryWatch } from './directory-watch.js';
import { ApiKeys } from './keys/api-keys.js';
import { makeKeyText } from './keys/key-text.js';

describe('a watch of the directory', () => {
  const watches: DirectoryWatch[] = [];
  let folder: string;
  let store: Store;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'waypost-watch-'));
    store = await openStore(`sqlite:${join(folder, 'waypost.db')}`);
  });

  afterEach(async () => {
    watches.splice(0).forEach((watch) => watch.stop());
    await store.close();
    rmSync(folder, { recursive: true });
  });

  async function follow(): Promise<{ keys: ApiKeys; watch: DirectoryWatch }> {
    const keys = new ApiKeys(store.directory);
    const watch = new DirectoryWatch(store.directory, [keys]);
    watches.push(watch);
    await watch.start();
    return { keys, watch };
  }

  async function addKey(): Promise<{ id: string; text: string }> {
    const { id, text, hash } = makeKeyText();
    const row = { name: 'one', scopes: ['admin'], senders: null, createdAt: 1, expiresAt: null };
    await store.directory.addKey({ ...row, id, hash, lineage: id });
    return { id, text };
  }

  it('knows at its start what is there', async () => {
    const { text } = await addKey();
    expect((await follow()).keys.authenticate(text)).toBeDefined();
  });

  it('learns by itself what another replica has changed', async () => {
    const { id, text } = await addKey();
    const here = await follow();
    const there = await follow();
    await store.directory.revokeKey(id, Date.now());
    await here.watch.catchUp();
    expect(here.keys.authenticate(text)).toBeUndefined();
    while (there.keys.authenticate(text)) await sleep(20);
  });

  it('reads only what has changed', async () => {
    let reads = 0;
    const follower = { refresh: () => Promise.resolve(void reads++) };
    const watch = new DirectoryWatch(store.directory, [follower]);
    watches.push(watch);
    await watch.start();
    await watch.refresh();
    expect(reads).toBe(1);
    await addKey();
    await Promise.all([watch.refresh(), watch.refresh()]);
    expect(reads).toBe(2);
  });

  it('keeps what it knows while the store is away, and reads again what failed', async () => {
    const { id, text } = await addKey();
    const keys = new ApiKeys(store.directory);
    let isAway = false;
    const flaky = {
      refresh: () => (isAway ? Promise.reject(new Error('away')) : keys.refresh()),
    };
    const watch = new DirectoryWatch(store.directory, [flaky]);
    await watch.start();
    watches.push(watch);
    isAway = true;
    await store.directory.revokeKey(id, Date.now());
    await expect(watch.refresh()).rejects.toThrow('away');
    expect(keys.authenticate(text)).toBeDefined();
    isAway = false;
    await watch.catchUp();
    expect(keys.authenticate(text)).toBeUndefined();
  });
});

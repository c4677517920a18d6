import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore, type Store } from 'waypost/store';
import { DirectoryWatch } from '../directory-watch.js';
import { ApiKeys } from './api-keys.js';
import type { Caller } from './caller.js';
import { KeyService } from './key-service.js';
import { ensureAdminKey } from './outside-keys.js';

describe('the last admin key', () => {
  let folder: string;
  let store: Store;
  let keys: ApiKeys;
  let service: KeyService;
  let first: Caller;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'waypost-keys-'));
    store = await openStore(`sqlite:${join(folder, 'waypost.db')}`);
    const text = (await ensureAdminKey(store.directory)) ?? '';
    keys = new ApiKeys(store.directory);
    const watch = new DirectoryWatch(store.directory, [keys]);
    await watch.refresh();
    service = new KeyService(store, watch);
    first = callerOf(text);
  });

  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  function callerOf(text: string): Caller {
    const caller = keys.authenticate(text);
    if (!caller) throw new Error('The key is not known.');
    return caller;
  }

  it('cannot be revoked, not by itself either', async () => {
    const refusal = { problem: { code: 'last_admin_key', status: 409 } };
    await expect(service.revoke(first, first.keyId)).rejects.toMatchObject(refusal);
    await service.create(first, { name: 'some', scopes: ['admin'], senders: ['shop'] });
    await expect(service.revoke(first, first.keyId)).rejects.toMatchObject(refusal);
  });

  it('is so too where another one ends by itself', async () => {
    const successor = await service.rotate(first, first.keyId, {});
    const refusal = { problem: { code: 'last_admin_key' } };
    await expect(service.revoke(first, successor.id)).rejects.toMatchObject(refusal);
  });

  it('is left where two take each other away at once', async () => {
    const { key, id } = await service.create(first, { name: 'second', scopes: ['admin'] });
    const results = await Promise.allSettled([
      service.revoke(first, id),
      service.revoke(callerOf(key), first.keyId),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await store.directory.keys()).toHaveLength(1);
  });

  it('may go once it has a successor', async () => {
    const successor = await service.rotate(first, first.keyId, { overlapSeconds: 0 });
    expect(keys.authenticate(successor.key)?.lineage).toBe(first.lineage);
    await service.revoke(callerOf(successor.key), first.keyId);
    expect((await store.directory.keys()).map(({ id }) => id)).toEqual([successor.id]);
  });

  it('that has ended cannot be rotated', async () => {
    const { id } = await service.create(first, {
      name: 'short',
      scopes: ['messages:send'],
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
    });
    await store.directory.expireKey(id, Date.now() - 1);
    await expect(service.rotate(first, id, {})).rejects.toMatchObject({
      problem: { code: 'key_expired' },
    });
  });
});

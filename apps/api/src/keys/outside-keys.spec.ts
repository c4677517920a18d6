import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore, type Directory, type Store } from 'waypost/store';
import { hashKeyText, keyIdOf } from './key-text.js';
import { ensureAdminKey, settleOutsideKeys } from './outside-keys.js';

const ONE = `wp_${'1'.repeat(32)}`;
const TWO = `wp_${'2'.repeat(32)}`;

describe('keys from outside', () => {
  let folder: string;
  let store: Store;
  let directory: Directory;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'waypost-keys-'));
    store = await openStore(`sqlite:${join(folder, 'waypost.db')}`);
    directory = store.directory;
  });

  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const hashes = async () => (await directory.keys()).map(({ hash }) => hash);

  it('are admin keys of a lineage that stays, whatever the text', async () => {
    await settleOutsideKeys(directory, { bootstrap: ONE });
    const [first] = await directory.keys();
    expect(first).toMatchObject({ scopes: ['admin'], senders: null, expiresAt: null });
    await settleOutsideKeys(directory, { bootstrap: TWO });
    expect((await directory.keys())[0]?.lineage).toBe(first?.lineage);
  });

  it('revoke the former one when they change, when they change back, and when they are taken away', async () => {
    for (const text of [ONE, TWO, ONE]) {
      await settleOutsideKeys(directory, { bootstrap: text });
      expect(await hashes()).toEqual([hashKeyText(text)]);
    }
    await settleOutsideKeys(directory, {});
    expect(await hashes()).toEqual([]);
  });

  it('stay the same row where nothing has changed', async () => {
    await settleOutsideKeys(directory, { bootstrap: ONE, demo: TWO });
    const before = await directory.keys();
    await settleOutsideKeys(directory, { bootstrap: ONE, demo: TWO });
    expect(await directory.keys()).toEqual(before);
  });

  it('are one each, also where several replicas start at once', async () => {
    const replicas = Array.from({ length: 4 }, () =>
      settleOutsideKeys(directory, { bootstrap: ONE }),
    );
    await Promise.all(replicas);
    await settleOutsideKeys(directory, { bootstrap: ONE });
    expect(await hashes()).toEqual([hashKeyText(ONE)]);
  });

  it('leave keys of the API alone', async () => {
    await ensureAdminKey(directory);
    const made = await directory.keys();
    await settleOutsideKeys(directory, {});
    expect(await directory.keys()).toEqual(made);
  });

  it('are not needed where an admin key is there; one is made where none is', async () => {
    const text = await ensureAdminKey(directory);
    const [made] = await directory.keys();
    expect(made).toMatchObject({ hash: hashKeyText(text ?? ''), scopes: ['admin'] });
    expect(made?.id).toBe(keyIdOf(text ?? ''));
    expect(await ensureAdminKey(directory)).toBeUndefined();
    await directory.revokeKey(made?.id ?? '', Date.now());
    expect(await ensureAdminKey(directory)).toMatch(/^wp_/);
  });

  it('are made where the admin keys there are reach some senders only, or have ended', async () => {
    const row = { hash: 'x', lineage: 'x', name: 'x', scopes: ['admin'], createdAt: 1 };
    await directory.addKey({ ...row, id: 'some', senders: ['shop'], expiresAt: null });
    await directory.addKey({ ...row, id: 'ended', senders: null, expiresAt: Date.now() - 1 });
    expect(await ensureAdminKey(directory)).toMatch(/^wp_/);
  });
});

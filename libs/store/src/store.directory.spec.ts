import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addSenders, ENGINES, insertion, type StorePlace } from '../../../test/stores.js';
import type { KeyRow } from './rows.js';
import type { Store } from './store.js';

const AT = 1_760_000_000_000;

describe.each(ENGINES)('senders, keys, settings and pauses on %s', (_name, create) => {
  let place: StorePlace;
  let store: Store;

  beforeAll(async () => {
    place = await create();
    store = await place.open();
  }, 60_000);
  afterAll(() => place.drop());

  const sender = async (id: string) =>
    (await store.directory.senders()).find((row) => row.id === id);

  it('creates a sender once, and gives it back as it was', async () => {
    await addSenders(store, 'shop-in');
    expect(await sender('shop-in')).toEqual({
      id: 'shop-in',
      provider: 'memory',
      phone: '+919876500001',
      options: '{}',
      limits: '{}',
      managedBy: 'api',
      state: 'active',
      pauseReason: null,
      createdAt: AT,
      updatedAt: AT,
      deletedAt: null,
      version: 1,
    });
    const row = await sender('shop-in');
    expect(row && (await store.directory.addSender(row))).toBe(false);
  });

  it('changes a sender only in the version that was read', async () => {
    await addSenders(store, 'a');
    const pause = { at: AT + 1, state: 'paused' as const, pauseReason: 'asked for' };
    expect(await store.directory.changeSender('a', { ...pause, version: 2 })).toBe(false);
    expect(await store.directory.changeSender('a', { ...pause, version: 1 })).toBe(true);
    expect(await store.directory.changeSender('a', { ...pause, version: 1 })).toBe(false);
    expect(await sender('a')).toMatchObject({ state: 'paused', version: 2, updatedAt: AT + 1 });
    expect(await store.directory.changeSender('nobody', pause)).toBe(false);
  });

  it('forgets the credentials of a deleted sender, and lets its id be used again', async () => {
    await addSenders(store, 'b');
    expect(await store.directory.removeSender('b', AT)).toBe(true);
    expect(await store.directory.removeSender('b', AT)).toBe(false);
    expect(await sender('b')).toBeUndefined();
    await addSenders(store, 'b');
    expect(await sender('b')).toMatchObject({ version: 3, deletedAt: null });
  });

  it('tells which deleted senders have messages that nobody would settle', async () => {
    await addSenders(store, 'gone', 'done', 'here');
    const inserted = await Promise.all(
      ['gone', 'done', 'here'].map((id) => store.insert(insertion({ sender: id }))),
    );
    const [, done] = inserted.map((one) => (one.kind === 'inserted' ? one.position : 0));
    const end = { position: done ?? 0, sender: 'done', error: null, events: [] };
    await store.transition({ ...end, from: ['queued'], to: 'canceled', settledAt: AT });
    await store.directory.removeSender('gone', AT);
    await store.directory.removeSender('done', AT);
    expect(await store.directory.abandoned()).toEqual([{ id: 'gone', epoch: 0, deletedAt: AT }]);
  });

  it('keeps keys until they are revoked', async () => {
    const key: Omit<KeyRow, 'revokedAt'> = {
      id: 'k1',
      name: 'shop',
      hash: 'ab'.repeat(32),
      scopes: ['messages:send', 'messages:read'],
      senders: ['shop-in'],
      lineage: 'k1',
      createdAt: AT,
      expiresAt: null,
    };
    await store.directory.addKey(key);
    await store.directory.addKey({ ...key, id: 'k2', senders: null });
    await expect(store.directory.addKey(key)).rejects.toThrow();
    expect(await store.directory.expireKey('k2', AT + 5)).toBe(true);
    expect(await store.directory.keys()).toEqual([
      { ...key, revokedAt: null },
      { ...key, id: 'k2', senders: null, expiresAt: AT + 5, revokedAt: null },
    ]);
    expect(await store.directory.revokeKey('k2', AT)).toBe(true);
    expect(await store.directory.revokeKey('k2', AT)).toBe(false);
    expect(await store.directory.expireKey('k2', AT)).toBe(false);
    expect(await store.directory.keys()).toHaveLength(1);
  });

  it('lets one of many claim a setting', async () => {
    const claims = ['x', 'y', 'z'].map((value) => store.directory.claimSetting('check', value));
    const values = await Promise.all(claims);
    expect(new Set(values).size).toBe(1);
    await store.directory.saveSetting('check', 'w');
    expect(await store.directory.setting('check')).toBe('w');
    expect(await store.directory.setting('nothing')).toBeUndefined();
  });

  it('keeps pauses over a restart', async () => {
    const pause = { scope: 'sender', subject: 'shop-in', until: null, reason: '{}', createdAt: AT };
    await store.directory.pause(pause);
    await store.directory.pause({ ...pause, until: AT + 9 });
    await store.close();
    store = await place.open();
    expect(await store.directory.pauses()).toEqual([{ ...pause, until: AT + 9 }]);
    expect(await store.directory.resume('sender', 'shop-in')).toBe(true);
    expect(await store.directory.resume('sender', 'shop-in')).toBe(false);
  });

  it('raises the revision with every change that a cache must see', async () => {
    const { directory } = store;
    let last = await directory.revision();
    const raises = async (change: Promise<unknown>) => {
      await change;
      const next = await directory.revision();
      expect(next).toBeGreaterThan(last);
      last = next;
    };
    await raises(addSenders(store, 'c'));
    await raises(directory.changeSender('c', { at: AT, limits: '{"messagesPerSecond":5}' }));
    await raises(directory.removeSender('c', AT));
    await raises(directory.revokeKey('k1', AT));
    await raises(
      directory.pause({ scope: 'account', subject: 'x', until: null, reason: '{}', createdAt: AT }),
    );
    await raises(directory.resume('account', 'x'));
  });

  it('keeps the secrets of doors, of deleted senders for as long as it is told', async () => {
    const { directory } = store;
    await addSenders(store, 'door');
    const door = async (since = AT) =>
      (await directory.doors(since)).find(({ id }) => id === 'door');
    expect(await door()).toMatchObject({ secrets: null, version: 0, deletedAt: null });
    const before = await directory.revision();
    expect(await directory.addDoor('door', 'first')).toBe(true);
    expect(await directory.revision()).toBeGreaterThan(before);
    expect(await directory.addDoor('door', 'other')).toBe(false);
    expect(await directory.changeDoor('door', 'second', 7)).toBe(false);
    expect(await directory.changeDoor('door', 'second', 1)).toBe(true);
    await directory.removeSender('door', AT);
    expect(await door(AT - 1)).toMatchObject({ secrets: 'second', version: 2, options: '{}' });
    expect(await door(AT)).toBeUndefined();
    await directory.purgeSenders(AT);
    expect(await door(AT - 1)).toMatchObject({ secrets: 'second' });
    await directory.purgeSenders(AT + 1);
    expect(await door(AT - 1)).toMatchObject({ secrets: null, version: 0, options: '' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ENGINES, insertion, type StorePlace } from '../../../test/stores.js';
import type { Idempotency, Insertion } from './operations.js';
import type { Store } from './store.js';

const AT = 1_760_000_000_000;
const DAY_MS = 86_400_000;

describe.each(ENGINES)('idempotency keys on %s', (_name, create) => {
  let place: StorePlace;
  let store: Store;

  beforeAll(async () => {
    place = await create();
    store = await place.open();
  }, 60_000);
  afterAll(() => place.drop());

  function keyed(changes: Partial<Idempotency> = {}, createdAt = AT): Insertion {
    const stored = insertion({ createdAt });
    const answer = JSON.stringify({ id: stored.message.id });
    const key = { principal: 'key-1', key: 'order-1', fingerprint: 'f1', answer, ...changes };
    return { ...stored, idempotency: key };
  }

  const stored = async (insertions: readonly Insertion[]) => {
    const found = await Promise.all(insertions.map(({ message }) => store.find(message.id)));
    return found.filter((row) => row !== undefined).length;
  };

  it('gives the first answer again, and stores one message', async () => {
    const key = randomUUID();
    const [first, second] = [keyed({ key }), keyed({ key })];
    expect(await store.insert(first)).toMatchObject({ kind: 'inserted' });
    expect(await store.insert(second)).toEqual({
      kind: 'replayed',
      answer: first.idempotency?.answer,
    });
    expect(await stored([first, second])).toBe(1);
  });

  it('stores one message of many that come at the same time', async () => {
    const key = randomUUID();
    const all = Array.from({ length: 40 }, () => keyed({ key }));
    const kinds = (await Promise.all(all.map((one) => store.insert(one)))).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'inserted')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'replayed')).toHaveLength(39);
    expect(await stored(all)).toBe(1);
  });

  it('refuses another body under the same key', async () => {
    const key = randomUUID();
    await store.insert(keyed({ key }));
    const other = keyed({ key, fingerprint: 'f2' });
    expect(await store.insert(other)).toEqual({ kind: 'conflict' });
    expect(await stored([other])).toBe(0);
  });

  it('keeps the keys of different principals apart', async () => {
    const key = randomUUID();
    await store.insert(keyed({ key }));
    const other = keyed({ key, principal: 'key-2', fingerprint: 'f2' });
    expect(await store.insert(other)).toMatchObject({ kind: 'inserted' });
  });

  it('forgets a key after 24 hours, not before', async () => {
    const key = randomUUID();
    await store.insert(keyed({ key }));
    const before = keyed({ key }, AT + DAY_MS - 1);
    expect(await store.insert(before)).toMatchObject({ kind: 'replayed' });
    const after = keyed({ key }, AT + DAY_MS);
    expect(await store.insert(after)).toMatchObject({ kind: 'inserted' });
    expect(await store.insert(keyed({ key }, AT + DAY_MS + 1))).toEqual({
      kind: 'replayed',
      answer: after.idempotency?.answer,
    });
  });

  it('does not keep the key of a message that could not be stored', async () => {
    const key = randomUUID();
    const first = keyed({ key });
    await store.insert({ ...first, idempotency: undefined });
    await expect(store.insert(first)).rejects.toThrow();
    expect(await store.insert(keyed({ key }))).toMatchObject({ kind: 'inserted' });
  });

  it('keeps the key over a restart', async () => {
    const key = randomUUID();
    const first = keyed({ key });
    await store.insert(first);
    await store.close();
    store = await place.open();
    expect(await store.insert(keyed({ key }))).toMatchObject({
      kind: 'replayed',
      answer: first.idempotency?.answer,
    });
  });

  it('stores a group under one key, all or nothing', async () => {
    const key = { principal: 'key-1', key: randomUUID(), fingerprint: 'g', answer: '{"ids":2}' };
    const group = [insertion(), insertion()];
    const [a, b] = await Promise.all([
      store.insertTogether(group, key),
      store.insertTogether([insertion(), insertion()], key),
    ]);
    expect(a).toMatchObject({ kind: 'inserted', items: [{ status: 'queued' }, {}] });
    expect(b).toEqual({ kind: 'replayed', answer: '{"ids":2}' });
    const broken = [insertion(), ...group];
    const other = { ...key, key: randomUUID() };
    await expect(store.insertTogether(broken, other)).rejects.toThrow();
    expect(await stored(broken.slice(0, 1))).toBe(0);
    expect(await store.insertTogether([insertion()], other)).toMatchObject({ kind: 'inserted' });
  });
});

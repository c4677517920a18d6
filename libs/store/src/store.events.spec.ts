import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addSenders, ENGINES, event, insertion, type StorePlace } from '../../../test/stores.js';
import type { Store } from './store.js';

describe.each(ENGINES)('events of no message on %s', (_name, create) => {
  let place: StorePlace;
  let store: Store;

  beforeAll(async () => {
    place = await create();
    store = await place.open();
    await addSenders(store, 'shop-in', 'otp-in');
  }, 60_000);
  afterAll(() => place.drop());

  const loose = (sender: string, type: string) => ({ sender, ...event(type) });

  it('stand in the feed of their sender among those of its messages, without a number', async () => {
    await store.insert(insertion());
    await store.append([
      loose('shop-in', 'template.updated'),
      loose('otp-in', 'sender.updated'),
      loose('shop-in', 'message.received'),
    ]);
    const { rows } = await store.feed(null, ['shop-in'], 10);
    expect(rows.map(({ type }) => type)).toEqual([
      'message.queued',
      'template.updated',
      'message.received',
    ]);
    expect(rows[1]).toMatchObject({ message: null, messageId: null, sequence: 0 });
    expect(rows[1]?.data).toBe('{"type":"template.updated"}');
  });

  it('are on the disk when the promise resolves, and none of them is written twice', async () => {
    const { next } = await store.feed(null, null, 100);
    await store.append([]);
    await Promise.all([
      store.append([loose('shop-in', 'callback.unknown')]),
      store.append([loose('shop-in', 'callback.unknown'), loose('otp-in', 'sender.updated')]),
    ]);
    await store.close();
    store = await place.open();
    const { rows } = await store.feed(next, null, 100);
    expect(rows.map(({ type }) => type)).toEqual([
      'callback.unknown',
      'callback.unknown',
      'sender.updated',
    ]);
  });

  it('are fed in the order in which they were appended, however many there are', async () => {
    const { next } = await store.feed(null, null, 100);
    const types = Array.from({ length: 40 }, (_, n) => `kind.${n}`);
    await store.append(types.map((type) => loose('shop-in', type)));
    await store.append(
      types.map(() => loose('shop-in', 'the.same')).map((one, n) => ({ ...one, at: n })),
    );
    const { rows } = await store.feed(next, null, 100);
    expect(rows.slice(0, 40).map(({ type }) => type)).toEqual(types);
    expect(rows.slice(40).map(({ at }) => at)).toEqual(types.map((_, n) => n));
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addSenders, ENGINES, event, type StorePlace } from '../../../test/stores.js';
import type { CallbackEnd, NewCallback } from './callbacks.js';
import type { Store } from './store.js';

const AT = 1_760_000_000_000;

const callback = (changes: Partial<NewCallback> = {}): NewCallback => ({
  sender: 'shop-in',
  provider: 'memory',
  receivedAt: AT,
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  query: {},
  body: Buffer.from('{"id":"é"}'),
  ...changes,
});

const end = (position: number, changes: Partial<CallbackEnd> = {}): CallbackEnd => ({
  ...{ position, outcome: 'applied', shape: null, summary: '{}', at: AT + 5 },
  ...changes,
});

describe.each(ENGINES)('callbacks on %s', (_name, create) => {
  let place: StorePlace;
  let store: Store;

  beforeAll(async () => {
    place = await create();
    store = await place.open();
    await addSenders(store, 'shop-in');
  }, 60_000);
  afterAll(() => place.drop());

  const pending = async () =>
    (await store.callbacks.pending({ after: 0, limit: 100 })).map(({ position }) => position);

  async function keep(count: number, changes?: Partial<NewCallback>): Promise<readonly number[]> {
    const kept = Array.from({ length: count }, () => store.callbacks.keep(callback(changes)));
    return Promise.all(kept);
  }

  it('are there as they came, in the order in which they came, once they are kept', async () => {
    const positions = await keep(3, { query: { a: '1' }, method: 'GET' });
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    await store.close();
    store = await place.open();
    const rows = await store.callbacks.pending({ after: 0, limit: 100 });
    expect(rows.map(({ position }) => position)).toEqual(positions);
    expect(rows[0]).toEqual({
      ...callback({ query: { a: '1' }, method: 'GET' }),
      position: positions[0],
      outcome: 'pending',
      shape: null,
      summary: null,
      settledAt: null,
    });
    await store.callbacks.settle(
      positions.map((position) => end(position)),
      [],
    );
    expect(await pending()).toEqual([]);
  });

  it('keep each its own body, however many come at once', async () => {
    const bodies = Array.from({ length: 40 }, (_, n) => Buffer.from(`{"n":${n}}`));
    const positions = await Promise.all(
      bodies.map((body, n) => store.callbacks.keep(callback({ body, receivedAt: n }))),
    );
    for (const [n, position] of positions.entries()) {
      const kept = await store.callbacks.find(position);
      expect(kept).toMatchObject({ body: bodies[n], receivedAt: n });
    }
    await store.callbacks.settle(positions.map((position) => end(position)), []); // prettier-ignore
  });

  it.each([
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x41])],
    ['text with a zero in it', Buffer.from('a\u0000b')],
    ['no body', Buffer.alloc(0)],
    ['a part of a larger buffer', Buffer.from('xxabcxx').subarray(2, 5)],
  ])('keep %s byte for byte', async (_what, body) => {
    const [position = 0] = await keep(1, { body });
    const row = await store.callbacks.find(position);
    expect(Buffer.from(row?.body ?? []).equals(body)).toBe(true);
    await store.callbacks.settle([end(position)], []);
  });

  it('are read as many at once as have so many bytes together, and one at least', async () => {
    const positions = await keep(4, { body: Buffer.from('é'.repeat(50)) });
    const read = async (bytes: number, after = 0) =>
      (await store.callbacks.pending({ after, limit: 3, bytes })).map(({ position }) => position);
    expect(await read(99)).toEqual(positions.slice(0, 1));
    expect(await read(200)).toEqual(positions.slice(0, 2));
    expect(await read(250, positions[0])).toEqual(positions.slice(1, 3));
    expect(await read(1_000)).toEqual(positions.slice(0, 3));
    expect(await read(1_000, positions[3])).toEqual([]);
    await store.callbacks.settle(
      positions.map((position) => end(position)),
      [],
    );
  });

  it('say what became of them, and are listed by it, newest first', async () => {
    const [a = 0, b = 0, c = 0] = await keep(3, { receivedAt: AT + 50 });
    await store.callbacks.settle(
      [
        end(a, { outcome: 'unknown', shape: 'abc', summary: '{"unknown":1}' }),
        end(b),
        end(c, { outcome: 'failed' }),
      ],
      [],
    );
    expect(await store.callbacks.find(a)).toMatchObject({
      ...{ outcome: 'unknown', shape: 'abc', summary: '{"unknown":1}', settledAt: AT + 5 },
    });
    const since = AT + 50;
    const list = async (filter: object, limit = 10, before?: number) => {
      const page = await store.callbacks.list(
        { since, ...filter },
        { limit, ...(before !== undefined && { before }) },
      );
      return page.rows.map(({ position }) => position);
    };
    expect(await list({ outcomes: ['unknown'] })).toEqual([a]);
    expect(await list({ outcomes: ['unknown', 'failed'] })).toEqual([c, a]);
    expect(await list({})).toEqual([c, b, a]);
    expect(await list({}, 1, c)).toEqual([b]);
    // Hundreds of 3 MiB each would fill the memory.
    expect((await store.callbacks.list({}, { limit: 1 })).rows[0]).not.toHaveProperty('body');
    expect(await list({ senders: ['otp-in'] })).toEqual([]);
    expect(await list({ until: AT + 50 })).toEqual([]);
  });

  it('are settled once, and again after they were reopened', async () => {
    const [position = 0] = await keep(1);
    await store.callbacks.settle([end(position)], []);
    await store.callbacks.settle([end(position, { outcome: 'failed' })], []);
    expect(await store.callbacks.find(position)).toMatchObject({ outcome: 'applied' });
    expect(await store.callbacks.reopen([position, 999_999])).toBe(1);
    expect(await store.callbacks.reopen([position])).toBe(0);
    expect(await pending()).toEqual([position]);
    await store.callbacks.settle([end(position, { outcome: 'failed' })], []);
    expect(await store.callbacks.find(position)).toMatchObject({ outcome: 'failed' });
  });

  it('end each as it ended, whatever came between them', async () => {
    const positions = await keep(12);
    const outcomes = positions.map((_position, at) => (at % 5 === 4 ? 'failed' : 'applied'));
    const ends = positions.map((position, at) => end(position, { outcome: outcomes[at] }));
    const left = ends.splice(6, 1);
    await store.callbacks.settle(ends, []);
    expect(await pending()).toEqual([positions[6]]);
    await store.callbacks.settle(left, []);
    const rows = await Promise.all(positions.map((position) => store.callbacks.find(position)));
    expect(rows.map((row) => row?.outcome)).toEqual(outcomes);
  });

  it('tell the event of an item once, however often it comes', async () => {
    const { next } = await store.feed(null, null, 1_000);
    const told = (itemId: string) => ({
      sender: 'shop-in',
      itemId,
      ...event('template.updated', AT),
    });
    const together = await Promise.all([
      store.callbacks.settle([], [told('i-1'), told('i-1'), told('i-2')]),
      store.callbacks.settle([], [told('i-2')]),
    ]);
    expect(together).toEqual([[true, false, true], [false]]);
    expect(await store.callbacks.settle([], [told('i-1')])).toEqual([false]);
    const { rows } = await store.feed(next, null, 100);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ type: 'template.updated', message: null, sender: 'shop-in' });
    // By our own clock: what a vendor dates back is remembered as long as the rest.
    const before = Date.now() - 60_000;
    await store.prune({ contentBefore: before, callbacksBefore: 0, idempotencyBefore: 0 });
    expect(await store.callbacks.settle([], [told('i-1')])).toEqual([false]);
  });

  it('are pruned when they are old: what was applied soon, what needs a look with the messages', async () => {
    const [applied = 0, unknown = 0, waits = 0, ancient = 0] = await keep(4, {
      receivedAt: AT + 100,
    });
    await store.callbacks.settle(
      [end(applied), end(unknown, { outcome: 'unknown' }), end(ancient, { outcome: 'unknown' })],
      [],
    );
    const parked = await store.record({
      ...{ sender: 'shop-in', itemId: 'parked', providerIds: ['x'], status: 'sent' as const },
      ...{ at: AT, receivedAt: AT + 100, error: null },
    });
    const prune = async (contentBefore: number) => {
      const limits = { contentBefore, callbacksBefore: AT + 101, idempotencyBefore: 0, limit: 2 };
      while (!(await store.prune(limits)).done);
      const rows = [applied, unknown, waits].map((position) => store.callbacks.find(position));
      return (await Promise.all(rows)).map((row) => row?.outcome);
    };
    expect(await prune(AT + 100)).toEqual([undefined, 'unknown', 'pending']);
    const after = parked.evidence.position - 1;
    expect(await store.parkedEvidence({ after, limit: 1 })).toEqual([]);
    expect(await prune(AT + 101)).toEqual([undefined, undefined, 'pending']);
  });
});

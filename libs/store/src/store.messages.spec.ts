import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  addSenders,
  ENGINES,
  event,
  insertion,
  newMessage,
  type StorePlace,
} from '../../../test/stores.js';
import { StoreClosed } from './errors.js';
import type { Finish, Insertion } from './operations.js';
import type { Store } from './store.js';

const AT = 1_760_000_000_000;

describe.each(ENGINES)('messages on %s', (_name, create) => {
  let place: StorePlace;
  let store: Store;

  beforeAll(async () => {
    place = await create();
    store = await place.open();
    await addSenders(store, 'shop-in', 'otp-in');
    await store.leases.tick('replica-1', 60_000);
  }, 60_000);
  afterAll(() => place.drop());

  async function insert(changes: Parameters<typeof insertion>[0] = {}): Promise<number> {
    const inserted = await store.insert(insertion(changes));
    if (inserted.kind !== 'inserted') throw new Error(`The message was ${inserted.kind}.`);
    return inserted.position;
  }

  /** A message whose first attempt has begun. */
  async function insertSending(sender = 'shop-in', epoch = 1): Promise<number> {
    const inserted = await store.insert({ ...insertion({ sender }), sending: { epoch } });
    expect(inserted).toMatchObject({ kind: 'inserted', status: 'sending' });
    return inserted.kind === 'inserted' ? inserted.position : 0;
  }

  function finishOf(position: number, changes: Partial<Finish> = {}): Finish {
    return {
      position,
      sender: 'shop-in',
      to: 'accepted',
      error: null,
      settledAt: null,
      providerMessageId: `gs-${position}`,
      providerIds: [`gs-${position}`],
      events: [event('message.accepted')],
      attempt: {
        n: 1,
        startedAt: AT,
        endedAt: AT + 80,
        outcome: 'accepted',
        providerMessageId: `gs-${position}`,
        error: null,
      },
      ...changes,
    };
  }

  const row = async (position: number) => (await store.get(position))!;

  it('says that it is closed once it is, for it will not come back', async () => {
    const other = await create();
    const closed = await other.open();
    await closed.close();
    await expect(closed.insert(insertion())).rejects.toThrow(StoreClosed);
    await expect(closed.find('msg_0')).rejects.toThrow(StoreClosed);
    await expect(closed.directory.revision()).rejects.toThrow(StoreClosed);
    await other.drop();
  });

  it('gives back every field of a message as it was stored', async () => {
    const message = newMessage({
      template: 'order_shipped',
      category: 'utility',
      priority: 2,
      ordered: false,
      dueAt: AT + 5,
      body: '{"text":"नमस्ते \\u0000 \\"quoted\\" \'single\' 🚚"}',
      labels: '["diwali","b"]',
      reference: 'order-17',
      onUnknown: 'retry',
      expiresAt: AT + 60_000,
      giveUpAt: AT + 60_000,
    });
    await store.insert({ message, events: [event('message.queued')] });
    expect(await store.find(message.id)).toEqual({
      ...message,
      position: expect.any(Number),
      status: 'queued',
      attempts: 0,
      epoch: 0,
      providerMessageId: null,
      error: null,
      sequence: 1,
      settledAt: null,
    });
  });

  it('numbers messages in the order in which they were posted, whatever batch they fall into', async () => {
    const results = await Promise.all(
      Array.from({ length: 700 }, () => store.insert(insertion({ recipient: '+447700900001' }))),
    );
    const positions = results.map((result) => (result.kind === 'inserted' ? result.position : 0));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(new Set(positions).size).toBe(700);
  });

  it('stores each of many as it was given, those that are alike and those that are not', async () => {
    const alike = (count: number, changes: Parameters<typeof newMessage>[0]) =>
      Array.from({ length: count }, (_, n) =>
        newMessage({ ...changes, recipient: `+44770090${1000 + n}`, createdAt: AT + n }),
      );
    const messages = [
      ...alike(33, { reference: 'one' }),
      ...alike(5, { type: 'template', template: 'order_shipped', category: 'utility' }),
      ...alike(20, { priority: 2, ordered: false, expiresAt: AT + 9, labels: '["b"]' }),
    ];
    const ALONE = messages.length - 3;
    const inserted = await Promise.all(
      messages.map((message, n) => {
        const events = [event('message.queued', AT + n), event('message.failed', AT + n + 1)];
        return store.insert({ message, events: events.slice(0, n < ALONE ? 1 : 2) });
      }),
    );
    for (const [n, message] of messages.entries()) {
      const stored = await store.find(message.id);
      expect(stored).toMatchObject(message);
      expect(inserted[n]).toMatchObject({ position: stored?.position });
      const events = await store.eventsOf(stored?.position ?? 0);
      const told = [[1, AT + n], [2, AT + n + 1]]; // prettier-ignore
      expect(events.map(({ sequence, at }) => [sequence, at])).toEqual(
        told.slice(0, n < ALONE ? 1 : 2),
      );
    }
  });

  it('errs for a message whose id is taken, and stores those that were committed with it', async () => {
    const taken = insertion();
    await store.insert(taken);
    const [first, again, last] = await store.insertEach([insertion(), taken, insertion()]);
    expect(first).toMatchObject({ kind: 'inserted' });
    expect(again).toBeInstanceOf(Error);
    expect(last).toMatchObject({ kind: 'inserted' });
  });

  it('stores a mixture with and without idempotency keys in order, and each as it would be alone', async () => {
    const keyed = (key: string): Insertion => ({
      ...insertion(),
      idempotency: { principal: 'p', key, fingerprint: 'f', answer: '{}' },
    });
    await store.insert(keyed('used'));
    const taken = insertion();
    await store.insert(taken);
    const results = await store.insertEach([
      insertion(),
      insertion(),
      keyed('new'),
      insertion(),
      keyed('used'),
      insertion(),
      taken,
    ]);
    const kinds = results.map((result) => (result instanceof Error ? 'error' : result.kind));
    const alone = ['inserted', 'inserted', 'inserted', 'inserted', 'replayed', 'inserted', 'error'];
    expect(kinds).toEqual(alone);
    const stored = results.flatMap((result) => ('position' in result ? result.position : []));
    expect(stored.slice(0, 4)).toEqual([...stored.slice(0, 4)].sort((a, b) => a - b));
  });

  it('stores a message as sending only under the lease that holds', async () => {
    const position = await insertSending();
    expect(await row(position)).toMatchObject({ status: 'sending', attempts: 1, epoch: 1 });
    const stale = await store.insert({ ...insertion(), sending: { epoch: 7 } });
    expect(stale).toMatchObject({ kind: 'inserted', status: 'queued' });
    const unknown = await store.insert({
      ...insertion({ sender: 'nobody' }),
      sending: { epoch: 1 },
    });
    expect(unknown).toMatchObject({ kind: 'inserted', status: 'queued' });
  });

  it('marks what is queued once, under the lease that holds', async () => {
    const [a, b] = [await insert(), await insert()];
    const start = { sender: 'shop-in', n: 1, epoch: 1 };
    expect(await store.start([{ ...start, position: a, epoch: 2 }])).toEqual([]);
    expect(await store.start([{ ...start, position: a, n: 2 }])).toEqual([]);
    const twice = await Promise.all([
      store.start([
        { ...start, position: a },
        { ...start, position: b },
      ]),
      store.start([{ ...start, position: a }]),
    ]);
    expect(twice).toEqual([[a, b], []]);
    expect(await row(a)).toMatchObject({ status: 'sending', attempts: 1, epoch: 1, dueAt: 0 });
  });

  it('ends an attempt with its status, its history and the ids it is known by', async () => {
    const position = await insertSending();
    expect(await store.finish(finishOf(position))).toEqual({ applied: true, sequence: 2 });
    expect(await row(position)).toMatchObject({
      status: 'accepted',
      providerMessageId: `gs-${position}`,
      sequence: 2,
    });
    expect(await store.attemptsOf(position)).toEqual([
      { message: position, ...finishOf(position).attempt },
    ]);
    const events = await store.eventsOf(position);
    expect(events.map(({ type, sequence }) => [type, sequence])).toEqual([
      ['message.queued', 1],
      ['message.accepted', 2],
    ]);
    expect(events[1]).toMatchObject({ sender: 'shop-in', data: '{"type":"message.accepted"}' });
  });

  it('keeps the history of an attempt that ends after somebody else decided', async () => {
    const position = await insertSending();
    const delivered = await store.transition({
      position,
      sender: 'shop-in',
      from: ['sending'],
      to: 'delivered',
      error: null,
      settledAt: AT,
      events: [event('message.delivered')],
    });
    expect(delivered).toEqual({ applied: true, sequence: 2 });
    expect(await store.finish(finishOf(position))).toEqual({ applied: false, status: 'delivered' });
    expect(await store.attemptsOf(position)).toHaveLength(1);
    expect(await store.eventsOf(position)).toHaveLength(2);
    expect((await row(position)).status).toBe('delivered');
  });

  it('never rewrites an attempt', async () => {
    const position = await insertSending();
    const lost = finishOf(position, {
      to: 'unknown',
      dueAt: AT + 120_000,
      events: [],
      attempt: { ...finishOf(position).attempt, outcome: 'unknown', providerMessageId: null },
    });
    await store.finish(lost);
    expect(await row(position)).toMatchObject({ status: 'unknown', dueAt: AT + 120_000 });
    expect(await store.finish(finishOf(position))).toMatchObject({ applied: true });
    expect(await store.attemptsOf(position)).toMatchObject([{ n: 1, outcome: 'unknown' }]);
  });

  it('applies a transition only from the statuses, attempts and epoch that it demands', async () => {
    const position = await insertSending();
    const change = {
      position,
      sender: 'shop-in',
      to: 'unknown' as const,
      error: null,
      settledAt: null,
      events: [],
    };
    const refused = { applied: false, status: 'sending' };
    expect(await store.transition({ ...change, from: ['queued', 'unknown'] })).toEqual(refused);
    expect(await store.transition({ ...change, from: ['sending'], attempts: 2 })).toEqual(refused);
    expect(await store.transition({ ...change, from: ['sending'], epoch: 2 })).toEqual(refused);
    expect(await store.transition({ ...change, from: ['sending'], epoch: 1 })).toEqual({
      applied: true,
      sequence: 1,
    });
    const missing = { ...change, position: 999_999_999, from: ['queued' as const] };
    expect(await store.transition(missing)).toEqual({ applied: false, status: null });
  });

  it('decides between changes of one message that come together', async () => {
    const position = await insert();
    const cancel = {
      position,
      sender: 'shop-in',
      from: ['queued' as const],
      to: 'canceled' as const,
      error: null,
      settledAt: AT,
      events: [event('message.canceled')],
    };
    const results = await Promise.all([1, 2, 3].map(() => store.transition(cancel)));
    expect(results).toEqual([
      { applied: true, sequence: 2 },
      { applied: false, status: 'canceled' },
      { applied: false, status: 'canceled' },
    ]);
  });

  it('changes many messages at once, each on its own', async () => {
    const [a, b] = [await insert(), await insertSending()];
    const results = await store.transitionEach(
      [a, b].map((position) => ({
        position,
        sender: 'shop-in',
        from: ['queued' as const],
        to: 'expired' as const,
        error: '{"code":"expired"}',
        settledAt: AT,
        events: [event('message.expired')],
      })),
    );
    expect(results).toEqual([
      { applied: true, sequence: 2 },
      { applied: false, status: 'sending' },
    ]);
    expect(await row(a)).toMatchObject({ status: 'expired', error: '{"code":"expired"}' });
  });

  it('ends many attempts at once, each as it ended, and tells which were decided before', async () => {
    const positions = await Promise.all(Array.from({ length: 40 }, () => insertSending()));
    const [canceled = 0] = positions;
    await store.transition({
      ...finishOf(canceled, { to: 'canceled', events: [] }),
      from: ['sending'],
    });
    const finishes = positions.map((position, n) => {
      if (n % 3 === 1) return finishOf(position, { providerMessageId: undefined });
      const failed = { to: 'failed', error: `{"n":${n}}`, settledAt: AT + n } as const;
      return finishOf(position, n % 3 === 0 ? failed : {});
    });
    const results = await Promise.all(finishes.map((finish) => store.finish(finish)));
    expect(results).toEqual([
      { applied: false, status: 'canceled' },
      ...positions.slice(1).map(() => ({ applied: true, sequence: 2 })),
    ]);
    for (const { position, to, error, settledAt, providerMessageId } of finishes.slice(1)) {
      const told = { status: to, error, settledAt, sequence: 2 };
      const id = providerMessageId ?? null;
      expect(await row(position)).toMatchObject({ ...told, providerMessageId: id });
    }
  });

  it('take any text that a vendor or a user may write, and are found by it', async () => {
    const odd = 'half \ud83d of a pair, and \0';
    const inserted = await store.insert({
      ...insertion({ reference: odd, body: JSON.stringify({ odd }) }),
      sending: { epoch: 1 },
    });
    if (inserted.kind !== 'inserted') throw new Error('It was not stored.');
    const { position } = inserted;
    const changed = await store.finish({
      ...{ position, sender: 'shop-in', to: 'accepted', error: null, settledAt: null },
      ...{ providerMessageId: odd, providerIds: [odd], events: [] },
      attempt: {
        ...{ n: 1, startedAt: 1, endedAt: 2, outcome: 'accepted', error: null },
        providerMessageId: odd,
      },
    });
    expect(changed).toMatchObject({ applied: true });
    const { rows } = await store.list({ reference: odd }, { limit: 5 });
    expect(rows.map((row) => row.position)).toEqual([position]);
    expect(JSON.parse(rows[0]?.body ?? '')).toEqual({ odd });
    const [attempt] = await store.attemptsOf(position);
    expect((await row(position)).providerMessageId).toBe(attempt?.providerMessageId);
    const told = { itemId: 'odd', providerIds: [odd], status: 'delivered' as const };
    const times = { at: 3, receivedAt: 3, error: null };
    const { message } = await store.record({ sender: 'shop-in', ...told, ...times });
    expect(message?.position).toBe(position);
  });
});

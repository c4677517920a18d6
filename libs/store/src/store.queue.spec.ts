import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addSenders, ENGINES, event, insertion, type StorePlace } from '../../../test/stores.js';
import type { MessageStatus } from './rows.js';
import type { Store } from './store.js';

const AT = 1_760_000_000_000;

describe.each(ENGINES)('the queue on %s', (_name, create) => {
  const places: StorePlace[] = [];
  let store: Store;

  beforeEach(async () => {
    const place = await create();
    places.push(place);
    store = await place.open();
    await addSenders(store, 'shop-in', 'otp-in');
    await store.leases.tick('replica-1', 60_000);
  }, 60_000);
  afterAll(() => Promise.all(places.map((place) => place.drop())));

  async function insert(changes: Parameters<typeof insertion>[0] = {}): Promise<number> {
    const inserted = await store.insert(insertion(changes));
    return inserted.kind === 'inserted' ? inserted.position : 0;
  }

  const move = (position: number, to: MessageStatus, dueAt = 0, settledAt: number | null = null) =>
    store.transition({
      position,
      sender: 'shop-in',
      from: ['queued', 'sending'],
      to,
      dueAt,
      error: null,
      settledAt,
      events: [event(`message.${to}`)],
    });

  const positions = (rows: readonly { position: number }[]) => rows.map((row) => row.position);

  it('is read by sender and priority, oldest first, page by page', async () => {
    const [a, , b, c] = [
      await insert(),
      await insert({ priority: 0 }),
      await insert(),
      await insert(),
    ];
    await insert({ sender: 'otp-in' });
    await move(c, 'canceled');
    const first = await store.load('shop-in', 1, { after: 0, limit: 1 });
    expect(positions(first)).toEqual([a]);
    expect(positions(await store.load('shop-in', 1, { after: a, limit: 5 }))).toEqual([b]);
    expect(await store.load('shop-in', 2, { after: 0, limit: 5 })).toEqual([]);
  });

  it.each([0, AT + 5])(
    'gives every field that it takes to send a message, due at %d',
    async (dueAt) => {
      const told = {
        recipient: '+919876500002',
        template: 'order_shipped',
        priority: 1 as const,
        ordered: false,
        dueAt,
        body: '{"text":"नमस्ते \\u0000 \\"quoted\\" \'single\' 🚚"}',
        labels: '["diwali","b"]',
        onUnknown: 'retry' as const,
        graceMs: 7_000,
        expiresAt: AT + 60_000,
        giveUpAt: AT + 70_000,
      };
      const bare = { priority: 1 as const, dueAt, template: null, labels: null, expiresAt: null };
      const positions = [await insert(told), await insert(bare)];
      const [first, second, ...others] =
        dueAt === 0
          ? await store.load('shop-in', 1, { after: 0, limit: 5 })
          : await store.loadDue('shop-in', 1, { now: AT + 5, limit: 5 });
      const id = expect.stringMatching(/^msg_/) as unknown;
      const kept = { id, sender: 'shop-in', attempts: 0, error: null };
      expect(first).toStrictEqual({ ...told, ...kept, position: positions[0] });
      expect(second).toMatchObject({ ...bare, ...kept, position: positions[1], ordered: true });
      expect(others).toEqual([]);
    },
  );

  it('keeps what was put off apart until its time', async () => {
    const later = await insert({ dueAt: AT + 200 });
    const urgent = await insert({ dueAt: AT + 150, priority: 0 });
    const soon = await insert({ dueAt: AT + 100 });
    const retried = await insert();
    await move(retried, 'queued', AT + 100);
    expect(await store.load('shop-in', 1, { after: 0, limit: 5 })).toEqual([]);
    expect(await store.nextDue('shop-in')).toEqual([AT + 150, AT + 100, null]);
    expect(await store.nextDue('otp-in')).toEqual([null, null, null]);
    expect(await store.loadDue('shop-in', 1, { now: AT + 99, limit: 5 })).toEqual([]);
    const due = { now: AT + 200, limit: 2 };
    const first = await store.loadDue('shop-in', 1, due);
    expect(positions(first)).toEqual([soon, retried]);
    const after = { dueAt: AT + 100, position: retried };
    expect(positions(await store.loadDue('shop-in', 1, { ...due, after }))).toEqual([later]);
    expect(positions(await store.loadDue('shop-in', 0, due))).toEqual([urgent]);
    for (const position of [soon, retried]) await move(position, 'canceled');
    expect(await store.nextDue('shop-in')).toEqual([AT + 150, AT + 200, null]);
  });

  it('tells which queues of many senders have something, by one query', async () => {
    const queues = ['shop-in', 'otp-in', 'gone'];
    expect(await store.stirring(queues, AT)).toEqual([]);
    await insert();
    await insert();
    await insert({ dueAt: AT + 50 });
    await insert({ dueAt: AT, priority: 2 });
    const before = store.statements;
    const stirring = await store.stirring(queues, AT);
    expect(store.statements - before).toBe(1);
    expect([...stirring].sort((a, b) => a.priority - b.priority)).toEqual([
      { sender: 'shop-in', priority: 1, ready: true, due: false },
      { sender: 'shop-in', priority: 2, ready: false, due: true },
    ]);
    expect(await store.stirring(['otp-in'], AT)).toEqual([]);
    expect(await store.stirring([], AT)).toEqual([]);
  });

  it('finds what a lost owner left sending, and what is unknown past its grace', async () => {
    const sending = await store.insert({ ...insertion(), sending: { epoch: 1 } });
    const position = sending.kind === 'inserted' ? sending.position : 0;
    expect(await store.stuck('shop-in', 1, 10)).toEqual([]);
    expect(positions(await store.stuck('shop-in', 2, 10))).toEqual([position]);
    const openFor = async (...to: string[]) => positions(await store.openFor('shop-in', to));
    expect(await openFor('+447700900001', '+919876500001')).toEqual([position]);
    expect(await openFor('+447700900001')).toEqual([]);
    await move(position, 'unknown', AT + 120_000);
    expect(await store.stuck('shop-in', 2, 10)).toEqual([]);
    expect(await store.unknownDue(['shop-in'], AT + 119_999, 10)).toEqual([]);
    expect(await store.unknownDue(['otp-in'], AT + 120_000, 10)).toEqual([]);
    expect(positions(await store.unknownDue(['shop-in'], AT + 120_000, 10))).toEqual([position]);
  });

  it('finds queued messages whose budget is over', async () => {
    const over = await insert({ giveUpAt: AT + 10 });
    await insert({ giveUpAt: AT + 20 });
    await move(await insert({ giveUpAt: AT + 10 }), 'failed');
    expect(positions(await store.overdue(['shop-in'], AT + 10, 10))).toEqual([over]);
    expect(await store.overdue(['otp-in'], AT + 10, 10)).toEqual([]);
  });

  it('tells how much waits, for how long, and for how many a sender is not done', async () => {
    await insert({ createdAt: AT + 5 });
    await insert({ createdAt: AT + 6 });
    await insert({ priority: 0 });
    await insert({ dueAt: AT + 50 });
    await move(await insert(), 'accepted');
    const { ready, scheduled } = await store.depths();
    expect([...ready].sort((a, b) => a.priority - b.priority)).toEqual([
      { sender: 'shop-in', priority: 0, count: 1, oldestAt: AT },
      { sender: 'shop-in', priority: 1, count: 2, oldestAt: AT + 5 },
    ]);
    expect(scheduled).toEqual([{ sender: 'shop-in', count: 1, nextAt: AT + 50 }]);
    expect(await store.unsettled('shop-in')).toBe(4);
    expect(await store.unsettled('otp-in')).toBe(0);
  });

  it('lists messages newest first, by every filter, with cursors that stay', async () => {
    const a = await insert({ reference: 'order-1', createdAt: AT });
    const b = await insert({ sender: 'otp-in', type: 'template', template: 'otp' });
    const c = await insert({ recipient: '+447700900001', createdAt: AT + 9, category: 'utility' });
    await move(a, 'failed');
    const list = async (filter: Parameters<Store['list']>[0]) =>
      positions((await store.list(filter, { limit: 10 })).rows);
    expect(await list({})).toEqual([c, b, a]);
    expect(await list({ senders: ['shop-in'] })).toEqual([c, a]);
    expect(await list({ senders: ['shop-in', 'otp-in'] })).toEqual([c, b, a]);
    expect(await list({ senders: [] })).toEqual([]);
    expect(await list({ statuses: ['failed', 'canceled'] })).toEqual([a]);
    expect(await list({ recipient: '+447700900001' })).toEqual([c]);
    expect(await list({ reference: 'order-1' })).toEqual([a]);
    expect(await list({ template: 'otp', type: 'template' })).toEqual([b]);
    expect(await list({ category: 'utility' })).toEqual([c]);
    expect(await list({ since: AT + 1 })).toEqual([c]);
    expect(await list({ until: AT + 9, senders: ['shop-in'] })).toEqual([a]);
    const first = await store.list({}, { limit: 2 });
    expect(positions(first.rows)).toEqual([c, b]);
    await insert();
    const second = await store.list({}, { limit: 2, before: first.next ?? 0 });
    expect(positions(second.rows)).toEqual([a]);
    expect(second.next).toBeNull();
  });

  it('finds the one message that fits far behind thousands that do not', async () => {
    const needle = await insert({ recipient: '+447700900001' });
    await store.insertEach(Array.from({ length: 4_500 }, () => insertion()));
    const page = await store.list({ recipient: '+447700900001' }, { limit: 5 });
    expect(positions(page.rows)).toEqual([needle]);
    expect(page.next).toBeNull();
  });

  it('feeds the events of the senders asked for, in order, with a cursor that moves on', async () => {
    const a = await insert();
    await insert({ sender: 'otp-in' });
    await move(a, 'canceled');
    const all = await store.feed(null, null, 10);
    expect(all.rows.map(({ sender, type }) => [sender, type])).toEqual([
      ['shop-in', 'message.queued'],
      ['otp-in', 'message.queued'],
      ['shop-in', 'message.canceled'],
    ]);
    expect(all.rows[0]).toMatchObject({ message: a, messageId: (await store.get(a))?.id });
    expect(await store.feed(all.next, null, 10)).toEqual({ rows: [], next: all.next });
    const first = await store.feed(null, ['shop-in'], 1);
    expect(first.rows).toEqual([all.rows[0]]);
    const rest = await store.feed(first.next, ['shop-in'], 10);
    expect(rest.rows).toEqual([all.rows[2]]);
    const none = await store.feed(null, ['nobody'], 10);
    expect(none).toEqual({ rows: [], next: all.next });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addSenders, ENGINES, inbound, insertion, type StorePlace } from '../../../test/stores.js';
import type { Store } from './store.js';

const AT = 1_760_000_000_000;
const OLD = AT - 1_000;

describe.each(ENGINES)('pruning on %s', (_name, create) => {
  let place: StorePlace;
  let store: Store;

  beforeAll(async () => {
    place = await create();
    store = await place.open();
    await addSenders(store, 'shop-in');
    await store.leases.tick('r1', 60_000);
  }, 60_000);
  afterAll(() => place.drop());

  async function settled(createdAt: number, key: string): Promise<number> {
    const claim = { principal: 'k', key, fingerprint: 'f', answer: '{}' };
    const inserted = await store.insert({
      message: insertion({ createdAt }).message,
      events: [{ type: 'message.queued', at: createdAt, data: '{}' }],
      sending: { epoch: 1 },
      idempotency: claim,
    });
    const position = inserted.kind === 'inserted' ? inserted.position : 0;
    const times = { startedAt: createdAt, endedAt: createdAt };
    await store.finish({
      position,
      sender: 'shop-in',
      to: 'accepted',
      error: null,
      settledAt: null,
      providerIds: [`id-${key}`],
      events: [{ type: 'message.accepted', at: createdAt, data: '{}' }],
      attempt: { n: 1, ...times, outcome: 'accepted', providerMessageId: null, error: null },
    });
    const ids = { itemId: key, providerIds: [`id-${key}`], status: 'delivered' as const };
    const at = { at: createdAt, receivedAt: createdAt };
    await store.record({ sender: 'shop-in', ...ids, ...at, error: null });
    return position;
  }

  async function pruneAll(limit: number): Promise<number> {
    const limits = { contentBefore: AT, idempotencyBefore: AT, limit };
    for (let rows = 0, rounds = 0; ; rounds += 1) {
      const pruned = await store.prune(limits);
      rows += pruned.rows;
      if (pruned.done) return rows;
      if (rounds > 100) throw new Error('Pruning does not come to an end.');
    }
  }

  it('removes what is old with all that belongs to it, and nothing else', async () => {
    const waiting = await store.insert(insertion({ createdAt: OLD }));
    const old = [];
    for (let n = 0; n < 5; n += 1) old.push(await settled(OLD, `old-${n}`));
    const young = await settled(AT, 'young');
    const [told, asked] = [inbound({ receivedAt: OLD }), inbound({ receivedAt: AT })];
    for (const message of [told, asked]) await store.inbound.receive(message);
    // Five messages, each with an attempt, an alias, two events, evidence and a key; the event of the one that waits; and
    // what a user wrote.
    expect(await pruneAll(2)).toBe(5 * 7 + 1 + 1);
    expect(await store.inbound.find(told.id)).toBeUndefined();
    expect(await store.inbound.find(asked.id)).toBeDefined();
    for (const position of old) {
      expect(await store.get(position)).toBeUndefined();
      expect(await store.attemptsOf(position)).toEqual([]);
      expect(await store.eventsOf(position)).toEqual([]);
      expect(await store.evidenceOf(position)).toEqual([]);
    }
    expect(await store.get(young)).toMatchObject({ status: 'accepted' });
    expect(await store.eventsOf(young)).toHaveLength(2);
    const position = waiting.kind === 'inserted' ? waiting.position : 0;
    expect(await store.get(position)).toMatchObject({ status: 'queued' });
  });

  it('forgets the ids of what it removed', async () => {
    await settled(OLD, 'gone');
    await pruneAll(100);
    const late = { itemId: 'late', providerIds: ['id-gone'], status: 'read' as const };
    const noted = await store.record({
      sender: 'shop-in',
      ...late,
      at: AT,
      receivedAt: AT,
      error: null,
    });
    expect(noted.message).toBeNull();
    expect(noted.evidence.message).toBeNull();
  });

  it('removes old deliveries of webhooks with their attempts', async () => {
    const { webhooks } = store;
    const deliveries = [OLD, OLD, OLD, AT].map((createdAt, n) => ({
      ...{
        webhook: 'wh_1',
        eventId: `evt_${n}`,
        sender: 'shop-in',
        type: 'message.sent',
        messageId: null,
      },
      ...{ body: '{}', createdAt },
    }));
    await webhooks.add({
      ...{ id: 'wh_1', url: 'https://example.com', events: ['*'], senders: null },
      ...{ description: null, secret: 'sealed', enabled: true, createdAt: OLD },
    });
    await webhooks.fanOut(await webhooks.place(), '1.1', deliveries);
    const [claimed] = await webhooks.claim('wh_1', { claim: 'a', limit: 1, ttlMs: 60_000 });
    const { position = 0 } = claimed ?? {};
    const attempt = { n: 1, at: OLD, ms: 1, status: 200, answer: '', error: null };
    const ended = { claim: 'a', attempt, state: 'delivered' as const, delayMs: 0 };
    await webhooks.finish([{ webhook: 'wh_1', position, ...ended }], { now: OLD, gapMs: 1 });
    expect(await webhooks.attempts([position])).toHaveLength(1);
    expect(await pruneAll(2)).toBe(3 + 1);
    expect(await webhooks.attempts([position])).toEqual([]);
    const states = ['pending', 'delivered'] as const;
    const left = await webhooks.deliveries('wh_1', { states, before: 1_000_000, limit: 10 });
    expect(left.map(({ eventId }) => eventId)).toEqual(['evt_3']);
  });

  it('ends at once where nothing is old', async () => {
    expect(await store.prune({ contentBefore: OLD, idempotencyBefore: OLD })).toEqual({
      rows: 0,
      done: true,
    });
  });
});

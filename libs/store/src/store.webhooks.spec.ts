import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addSenders, ENGINES, event, insertion, type StorePlace } from '../../../test/stores.js';
import type { Store } from './store.js';
import type { ClaimedDelivery, NewWebhookDelivery, WebhookOutcome } from './webhooks.js';

const AT = 1_760_000_000_000;
const GAP = { gapMs: 1_000 };

describe.each(ENGINES)('webhooks on %s', (_name, create) => {
  let place: StorePlace;
  let store: Store;
  let id: string;
  let made = 0;

  beforeAll(async () => {
    place = await create();
    store = await place.open();
    await addSenders(store, 'shop-in');
  }, 60_000);
  afterAll(() => place.drop());
  beforeEach(async () => {
    id = await add();
  });

  async function add(): Promise<string> {
    const webhook = `wh_${(made += 1)}`;
    await store.webhooks.add({
      id: webhook,
      url: 'https://example.com/hook',
      events: ['*'],
      senders: ['shop-in'],
      description: null,
      secret: 'sealed-1',
      enabled: true,
      createdAt: AT,
    });
    return webhook;
  }

  function delivery(n: number, webhook = id, sender = 'shop-in'): NewWebhookDelivery {
    const eventId = `evt_${n}`;
    const body = JSON.stringify({ id: eventId, text: 'a\u0000 "quoted" \u{1f600}' });
    return {
      ...{ webhook, eventId, sender, type: 'message.sent', messageId: null, body },
      createdAt: AT + n,
    };
  }

  async function spread(count: number, webhook = id): Promise<NewWebhookDelivery[]> {
    const deliveries = Array.from({ length: count }, (_, n) => delivery(n + 1, webhook));
    const from = await store.webhooks.place();
    expect(await store.webhooks.fanOut(from, from.cursor, deliveries)).toBeDefined();
    return deliveries;
  }

  const claim = (name: string, limit = 100, ttlMs = 60_000) =>
    store.webhooks.claim(id, { claim: name, limit, ttlMs });

  function outcome(
    { position, attempts }: ClaimedDelivery,
    changes: Partial<WebhookOutcome> = {},
  ): WebhookOutcome {
    const attempt = { n: attempts + 1, at: AT, ms: 12, status: 200, answer: 'ok', error: null };
    const ended = { claim: 'a', attempt, state: 'delivered', delayMs: 0 } as const;
    return { webhook: id, position, ...ended, ...changes };
  }

  const failure = (claimed: ClaimedDelivery, delayMs: number, state: 'pending' | 'failed') =>
    outcome(claimed, {
      state,
      delayMs,
      attempt: { n: claimed.attempts + 1, at: AT, ms: 5, status: null, answer: null, error: 'No.' },
    });

  const listed = async () =>
    store.webhooks.deliveries(id, {
      states: ['pending', 'delivered', 'failed'],
      before: Number.MAX_SAFE_INTEGER,
      limit: 100,
    });

  it('keeps an endpoint as it was, changes it and removes it', async () => {
    const row = await store.webhooks.find(id);
    expect(row).toMatchObject({
      ...{ id, url: 'https://example.com/hook', events: ['*'], senders: ['shop-in'] },
      ...{ description: null, secret: 'sealed-1', formerSecrets: [] },
      ...{ enabled: true, disabledReason: null, disabledAt: null, failingSince: null },
      ...{ createdAt: AT, updatedAt: AT },
    });
    const changes = { url: 'https://example.com/b', events: ['message.sent'], senders: null };
    expect(await store.webhooks.change(id, { at: AT + 1, ...changes, description: 'B' })).toBe(
      true,
    );
    expect(await store.webhooks.find(id)).toMatchObject({ ...changes, description: 'B' });
    const formerSecrets = [{ secret: 'sealed-1', until: AT + 9 }];
    const secret = { replaces: 'sealed-1', next: 'sealed-2', former: formerSecrets };
    expect(await store.webhooks.change(id, { at: AT + 2, secret })).toBe(true);
    expect(await store.webhooks.change(id, { at: AT + 3, secret })).toBe(false);
    expect((await store.webhooks.all()).find((each) => each.id === id)).toMatchObject({
      ...{ secret: 'sealed-2', formerSecrets, updatedAt: AT + 2 },
    });
    expect(await store.webhooks.remove(id)).toBe(true);
    expect(await store.webhooks.remove(id)).toBe(false);
    expect(await store.webhooks.change(id, { at: AT })).toBe(false);
    expect(await store.webhooks.find(id)).toBeUndefined();
  });

  it('knows from which place in the feed an endpoint gets events', async () => {
    await store.insert(insertion());
    const webhook = await add();
    await store.insert({ ...insertion(), events: [event('message.queued'), event('x.last')] });
    const since = (await store.webhooks.find(webhook))?.since ?? '';
    const { rows } = await store.feed(since, null, 10);
    expect(rows.map(({ type }) => type)).toEqual(['message.queued', 'x.last']);
    await store.webhooks.change(webhook, { at: AT, enabled: false });
    await store.webhooks.change(webhook, { at: AT, enabled: true });
    const later = (await store.webhooks.find(webhook))?.since ?? '';
    expect((await store.feed(later, null, 10)).rows).toEqual([]);
    await store.insert(insertion());
    await store.webhooks.change(webhook, { at: AT, enabled: true });
    expect((await store.webhooks.find(webhook))?.since).toBe(later);
  });

  it('spreads a part of the feed once, whoever asks', async () => {
    const from = await store.webhooks.place();
    const moves = await Promise.all(
      [1, 2, 3].map((n) => store.webhooks.fanOut(from, '7.7', [delivery(n)])),
    );
    const [won] = moves.filter((move) => move !== undefined);
    expect(moves.filter((move) => move !== undefined)).toHaveLength(1);
    expect(await store.webhooks.place()).toEqual(won);
    expect(won?.cursor).toBe('7.7');
    expect(await listed()).toHaveLength(1);
    expect(await store.webhooks.fanOut(from, '8.8', [delivery(4)])).toBeUndefined();
    expect(await listed()).toHaveLength(1);
  });

  it('gives each delivery that is due to one claimant, the longest due first', async () => {
    const deliveries = await spread(5);
    expect(await store.webhooks.due()).toContain(id);
    const first = await claim('a', 2);
    expect(first.map(({ body }) => body)).toEqual(deliveries.slice(0, 2).map(({ body }) => body));
    expect(first[0]).toMatchObject({ eventId: 'evt_1', createdAt: AT + 1, attempts: 0, tries: 0 });
    const others = await Promise.all([claim('b', 2), claim('c', 2)]);
    expect(others.flat()).toHaveLength(3);
    expect(await claim('d')).toEqual([]);
    expect(await store.webhooks.due()).not.toContain(id);
  });

  it('gives away what a claimant does not finish in time, and takes nothing from it afterwards', async () => {
    await spread(1);
    const [late] = await claim('a', 1, 0);
    const [taken] = await claim('b', 1);
    expect(taken?.position).toBe(late?.position);
    if (!late || !taken) throw new Error('Nothing was claimed.');
    await store.webhooks.finish([failure(late, 0, 'failed')], { now: AT, ...GAP });
    expect(await listed()).toMatchObject([{ state: 'pending', attempts: 0 }]);
    await store.webhooks.finish([outcome(taken, { claim: 'b' })], { now: AT, ...GAP });
    expect(await listed()).toMatchObject([{ state: 'delivered', attempts: 1, endedAt: AT }]);
  });

  it('gives back what a claimant releases', async () => {
    await spread(3);
    const [a, b] = (await claim('a', 2)).map(({ position }) => position);
    await claim('b', 1);
    await store.webhooks.release('a', [a ?? 0]);
    await store.webhooks.release('b', [b ?? 0]);
    expect((await claim('c')).map(({ position }) => position)).toEqual([a]);
    await store.webhooks.releaseAll();
    expect(await claim('d')).toHaveLength(3);
  });

  it('keeps every attempt, and the delivery until it succeeds or is given up', async () => {
    await spread(3);
    const [a, b, c] = await claim('a');
    if (!a || !b || !c) throw new Error('Nothing was claimed.');
    const outcomes = [outcome(a), failure(b, 60_000, 'pending'), failure(c, 0, 'failed')];
    expect(await store.webhooks.finish(outcomes, { now: AT, ...GAP })).toEqual([]);
    const rows = await listed();
    expect(rows.map(({ state }) => state)).toEqual(['failed', 'pending', 'delivered']);
    expect(rows[1]?.dueAt).toBeGreaterThan(Date.now() + 30_000);
    expect(await store.webhooks.attempts([a.position, b.position])).toEqual([
      { delivery: a.position, n: 1, at: AT, ms: 12, status: 200, answer: 'ok', error: null },
      { delivery: b.position, n: 1, at: AT, ms: 5, status: null, answer: null, error: 'No.' },
    ]);
    expect(await claim('b')).toEqual([]);
    expect(await store.webhooks.delivery(id, b.position)).toEqual(rows[1]);
    expect(await store.webhooks.delivery('wh_other', b.position)).toBeUndefined();
  });

  it('finds, claims and delivers again only what is of the senders that the endpoint is for now', async () => {
    await store.webhooks.change(id, { at: AT, senders: null });
    const from = await store.webhooks.place();
    const senders = ['shop-in', 'stall-in', 'shop-in', 'stall-in', 'stall-in'];
    const rows = senders.map((sender, n) => delivery(n + 1, id, sender));
    const next = await store.webhooks.fanOut(from, from.cursor, rows);
    const [, failed] = await claim('a', 2);
    if (!next || !failed) throw new Error('Nothing was claimed.');
    await store.webhooks.finish([failure(failed, 0, 'failed')], { now: AT, ...GAP });
    expect(await store.webhooks.change(id, { at: AT, senders: ['shop-in'] })).toBe(true);
    expect((await listed()).map(({ eventId }) => eventId)).toEqual(['evt_3', 'evt_1']);
    const pending = async () =>
      (await store.webhooks.depths()).find(({ webhook }) => webhook === id)?.count;
    expect(await pending()).toBe(2);
    // Another replica read the endpoint before it was changed.
    await store.webhooks.fanOut(next, from.cursor, [delivery(9, id, 'stall-in')]);
    expect((await claim('b')).map(({ eventId }) => eventId)).toEqual(['evt_3']);
    expect(await store.webhooks.due()).not.toContain(id);
    expect(await store.webhooks.redeliver(id, failed.position)).toBe(false);
    expect(await store.webhooks.delivery(id, failed.position)).toBeUndefined();
    expect(await store.webhooks.redeliverSince(id, 0)).toBe(0);
    await store.webhooks.change(id, { at: AT, senders: null });
    expect(await listed()).toHaveLength(6);
  });

  it('lists deliveries by state, newest first, page by page', async () => {
    await spread(5);
    const claimed = await claim('a', 2);
    await store.webhooks.finish(
      claimed.map((each) => outcome(each)),
      { now: AT, ...GAP },
    );
    const page = (before: number) =>
      store.webhooks.deliveries(id, { states: ['pending', 'delivered'], before, limit: 3 });
    const first = await page(Number.MAX_SAFE_INTEGER);
    const second = await page(first.at(-1)?.position ?? 0);
    const ids = [...first, ...second].map(({ eventId }) => eventId);
    expect(ids).toEqual(['evt_5', 'evt_4', 'evt_3', 'evt_2', 'evt_1']);
    const options = { states: ['pending' as const], before: Number.MAX_SAFE_INTEGER, limit: 9 };
    expect(await store.webhooks.deliveries(id, options)).toHaveLength(3);
  });

  it('delivers again what is asked for, in a new round with the same content', async () => {
    const [sent] = await spread(1);
    const [claimed] = await claim('a');
    if (!claimed) throw new Error('Nothing was claimed.');
    expect(await store.webhooks.redeliver(id, claimed.position)).toBe(true);
    // An attempt is under way.
    expect(await claim('b')).toEqual([]);
    await store.webhooks.finish([outcome(claimed)], { now: AT, ...GAP });
    expect(await store.webhooks.redeliver('wh_other', claimed.position)).toBe(false);
    expect(await store.webhooks.redeliver(id, claimed.position)).toBe(true);
    const [again] = await claim('a');
    expect(again).toMatchObject({ body: sent?.body, eventId: 'evt_1', attempts: 1, tries: 0 });
  });

  it('delivers again all that failed since a time, be it given up or waiting', async () => {
    await spread(4);
    const [a, b, c, d] = await claim('a');
    if (!a || !b || !c || !d) throw new Error('Nothing was claimed.');
    const outcomes = [
      failure(a, 0, 'failed'),
      failure(b, 0, 'failed'),
      failure(c, 90_000, 'pending'),
      outcome(d),
    ];
    await store.webhooks.finish(outcomes, { now: AT, ...GAP });
    expect(await store.webhooks.redeliverSince(id, AT + 2)).toBe(2);
    expect((await claim('b')).map(({ eventId }) => eventId)).toEqual(['evt_2', 'evt_3']);
  });

  it('knows since when an endpoint has been failing, and forgets it at a success or after a gap', async () => {
    await spread(5);
    const [a, b, c, d, e] = await claim('a');
    if (!a || !b || !c || !d || !e) throw new Error('Nothing was claimed.');
    const end = (now: number, ...outcomes: WebhookOutcome[]) =>
      store.webhooks.finish(outcomes, { now, ...GAP });
    expect(await end(AT, failure(a, 0, 'failed'))).toEqual([{ id, failingSince: AT }]);
    expect(await end(AT + 900, failure(b, 0, 'failed'))).toEqual([{ id, failingSince: AT }]);
    expect(await end(AT + 999, failure(c, 0, 'failed'), outcome(d))).toEqual([]);
    expect(await store.webhooks.find(id)).toMatchObject({ failingSince: null });
    expect(await end(AT + 1_100, failure(e, 0, 'failed'))).toEqual([
      { id, failingSince: AT + 1_100 },
    ]);
    await spread(1);
    const [f] = await claim('a');
    if (!f) throw new Error('Nothing was claimed.');
    const later = AT + 2_101;
    expect(await end(later, failure(f, 0, 'failed'))).toEqual([{ id, failingSince: later }]);
  });

  it('disables an endpoint once, with an event, and enables it as if nothing had been', async () => {
    const from = (await store.feed(null, null, 1_000)).next;
    const senders = ['shop-in', 'stall-in'];
    const told = { reason: 'gone', at: AT, senders, data: '{"webhookId":"x"}' };
    const disabling = { ...told, expected: { updatedAt: AT } };
    for (const expected of [{ updatedAt: AT - 1 }, { failingSince: AT }])
      expect(await store.webhooks.disable(id, { ...told, expected })).toBe(false);
    const disabled = await Promise.all([1, 2, 3].map(() => store.webhooks.disable(id, disabling)));
    expect(disabled.filter((each) => each)).toHaveLength(1);
    await spread(1);
    expect(await store.webhooks.due()).not.toContain(id);
    const reason = { enabled: false, disabledReason: 'gone', disabledAt: AT };
    expect(await store.webhooks.find(id)).toMatchObject(reason);
    const { rows } = await store.feed(from, null, 10);
    expect(rows).toMatchObject([
      { type: 'webhook.disabled', sender: 'shop-in', message: null, sequence: 0, at: AT },
      { type: 'webhook.disabled', sender: 'stall-in', message: null, sequence: 0, at: AT },
    ]);
    await store.webhooks.change(id, { at: AT + 5, enabled: false });
    expect(await store.webhooks.find(id)).toMatchObject(reason);
    await store.webhooks.change(id, { at: AT, enabled: true });
    const state = { enabled: true, disabledReason: null, disabledAt: null, failingSince: null };
    expect(await store.webhooks.find(id)).toMatchObject(state);
    expect(await store.webhooks.due()).toContain(id);
    await store.webhooks.change(id, { at: AT + 1, enabled: false });
    const asked = { enabled: false, disabledReason: 'requested', disabledAt: AT + 1 };
    expect(await store.webhooks.find(id)).toMatchObject(asked);
  });

  it('tells what waits for each endpoint', async () => {
    await spread(3);
    const depth = (await store.webhooks.depths()).find(({ webhook }) => webhook === id);
    expect(depth).toEqual({ webhook: id, count: 3, oldestAt: AT + 1 });
    await store.webhooks.remove(id);
    expect((await store.webhooks.depths()).some(({ webhook }) => webhook === id)).toBe(false);
  });
});

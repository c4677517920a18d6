import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { VendorServer } from 'waypost/providers/testing';
import type { Store, WebhookDeliveryRow, WebhookRow } from 'waypost/store';
import { ENGINES, type StorePlace } from '../../../test/stores.js';
import { makeSecret } from './signature.js';
import { WebhookEngine, type WebhookOptions } from './webhook-engine.js';

const DAY = 24 * 3_600_000;
const QUICK = { schedule: [10, 10, 10], hold: { first: 10, most: 20 }, pollMs: 10 };
const DONE = ['delivered', 'failed'] as const;

describe.each(ENGINES)('webhooks on %s', (_name, create) => {
  let place: StorePlace;
  let store: Store;
  let consumer: VendorServer;
  let made = 0;
  const engines: WebhookEngine[] = [];

  beforeAll(async () => {
    place = await create();
    store = await place.open();
  }, 60_000);
  afterAll(() => place.drop());
  beforeEach(async () => {
    consumer = await VendorServer.start();
    consumer.will({ status: 200, body: 'ok' });
  });
  afterEach(async () => {
    await Promise.all(engines.splice(0).map((engine) => engine.stop(5_000)));
    await consumer.close();
    for (const { id } of await store.webhooks.all()) await store.webhooks.remove(id);
  });

  async function engine(options: Partial<WebhookOptions> = {}, on = store): Promise<WebhookEngine> {
    const started = new WebhookEngine(on, {
      render: ({ position, type, sender, data }) => ({
        id: `evt_${position}`,
        body: JSON.stringify({
          id: `evt_${position}`,
          type,
          sender,
          data: JSON.parse(data) as object,
        }),
      }),
      secretsOf: ({ secret }) => [secret],
      allowPrivate: true,
      ...QUICK,
      ...options,
    });
    engines.push(started);
    await started.start();
    return started;
  }

  async function endpoint(changes: Partial<WebhookRow> = {}): Promise<string> {
    const id = `wh_${(made += 1)}`;
    await store.webhooks.add({
      ...{ id, url: `${consumer.url}/${id}`, events: ['*'], senders: null, description: null },
      ...{ secret: makeSecret(), enabled: true, createdAt: Date.now() },
      ...changes,
    });
    return id;
  }

  /** Commits events, numbered from 1. */
  async function tell(count: number, type = 'message.sent', sender = 'shop'): Promise<void> {
    const events = Array.from({ length: count }, (_, n) => ({
      ...{ sender, type, at: Date.now(), data: JSON.stringify({ n: n + 1 }) },
    }));
    await store.append(events);
  }

  async function deliveriesOf(
    webhook: string,
    states: readonly WebhookDeliveryRow['state'][] = ['pending', ...DONE],
  ): Promise<readonly WebhookDeliveryRow[]> {
    const all = { before: Number.MAX_SAFE_INTEGER, limit: 20_000 };
    return store.webhooks.deliveries(webhook, { states, ...all });
  }

  async function until(check: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await check())) await sleep(5);
  }

  /** Waits until so many deliveries of an endpoint have come to an end. */
  async function ended(webhook: string, count: number): Promise<readonly WebhookDeliveryRow[]> {
    await until(async () => (await deliveriesOf(webhook, DONE)).length >= count);
    return deliveriesOf(webhook, DONE);
  }

  const told = () =>
    consumer.requests.map(({ path, headers, body }) => ({
      path: path.slice(1),
      id: headers['webhook-id'],
      body: body.toString(),
    }));

  it('tells each endpoint what it asks for, of its senders only', async () => {
    await engine();
    const all = await endpoint();
    const some = await endpoint({ events: ['message.sent', 'message.read'], senders: ['shop'] });
    await tell(1);
    await tell(1, 'message.failed');
    await tell(1, 'message.read', 'stall');
    await ended(all, 3);
    await ended(some, 1);
    const types = (webhook: string) =>
      told()
        .filter(({ path }) => path === webhook)
        .map(({ body }) => (JSON.parse(body) as { type: string }).type);
    expect(types(all).sort()).toEqual(['message.failed', 'message.read', 'message.sent']);
    expect(types(some)).toEqual(['message.sent']);
  });

  it('tells nothing of what was before the endpoint, or while it was disabled', async () => {
    await engine();
    await tell(2, 'message.queued');
    const id = await endpoint();
    await store.webhooks.change(id, { at: Date.now(), enabled: false });
    await tell(2, 'message.accepted');
    await store.webhooks.change(id, { at: Date.now(), enabled: true });
    await tell(1, 'message.sent');
    const rows = await ended(id, 1);
    expect(rows.map(({ type }) => type)).toEqual(['message.sent']);
  });

  it('is told of an event that was committed before the engine looked, and of each one once', async () => {
    const id = await endpoint();
    await tell(450);
    await Promise.all([engine(), engine(), engine()]);
    await ended(id, 450);
    expect(new Set(told().map(({ body }) => body)).size).toBe(450);
    expect(consumer.requests).toHaveLength(450);
  });

  it('reads the feed as far at once for many endpoints that want little as for one', async () => {
    for (let n = 0; n < 250; n++) await endpoint({ senders: [`sender-${n}`] });
    const id = await endpoint();
    await tell(1_000);
    let readings = 0;
    const counting = Object.assign(Object.create(store) as Store, {
      feed: (...which: Parameters<Store['feed']>) => {
        readings += 1;
        return store.feed(...which);
      },
    });
    await engine({ pollMs: 60_000 }, counting);
    await ended(id, 1_000);
    expect(readings).toBeLessThan(20);
  }, 30_000);

  it('tells many endpoints of each event once, a part of them at a time', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, () => endpoint()));
    await tell(120);
    await engine();
    for (const id of ids) await ended(id, 120);
    expect(new Set(told().map(({ path, id }) => `${path} ${id}`)).size).toBe(30 * 120);
    expect(consumer.requests).toHaveLength(30 * 120);
  }, 30_000);

  it('goes on with retries and takes changes while events pour in without an end', async () => {
    const busy = await endpoint({ events: ['message.sent'] });
    const rare = await endpoint({ events: ['message.failed'] });
    consumer.will({ status: 500, body: 'not now' });
    let isPouring = true;
    const pouring = Object.assign(Object.create(store) as Store, {
      feed: async (...which: Parameters<Store['feed']>) => {
        if (isPouring) await tell(400);
        return store.feed(...which);
      },
    });
    await tell(1, 'message.failed');
    const started = await engine({}, pouring);
    await until(() => told().filter(({ path }) => path === rare).length >= 3);
    await store.webhooks.remove(busy);
    await started.refresh();
    isPouring = false;
  }, 30_000);

  it('tries again by the schedule with the same id and content, until it succeeds', async () => {
    consumer.will({ status: 500, body: 'not now' });
    await engine({ schedule: [10, 10, 60_000] });
    const id = await endpoint();
    await tell(1);
    await until(() => consumer.requests.length === 3);
    expect(new Set(told().map((each) => JSON.stringify(each))).size).toBe(1);
    const [row] = await deliveriesOf(id);
    await until(async () => (await deliveriesOf(id))[0]?.attempts === 3);
    consumer.will({ status: 204 });
    await store.webhooks.redeliver(id, row?.position ?? 0);
    const [done] = await ended(id, 1);
    expect(done).toMatchObject({ state: 'delivered', attempts: 4, dueAt: 0 });
    const attempts = await store.webhooks.attempts([row?.position ?? 0]);
    expect(attempts.map(({ n, status, answer }) => [n, status, answer])).toEqual([
      ...[1, 2, 3].map((n) => [n, 500, 'not now']),
      [4, 204, ''],
    ]);
  });

  it('tells nothing of a sender that the endpoint is no longer for, be it stored or claimed already', async () => {
    const other = await VendorServer.start();
    other.will({ status: 200 });
    consumer.will({ status: 200, delayMs: 200 });
    const started = await engine({ concurrency: 1 });
    const id = await endpoint({ senders: ['shop', 'stall'] });
    await tell(4, 'message.sent', 'stall');
    await consumer.arrival();
    await store.webhooks.change(id, { at: Date.now(), senders: ['shop'], url: other.url });
    await started.refresh();
    expect(await store.webhooks.redeliverSince(id, 0)).toBe(0);
    await started.lift(id);
    await tell(1, 'message.sent', 'shop');
    await ended(id, 1);
    expect(other.requests.map(({ body }) => JSON.parse(body.toString()) as object)).toMatchObject([
      { sender: 'shop' },
    ]);
    expect(await deliveriesOf(id)).toHaveLength(1);
    await other.close();
  });

  it('gives up at the end of the schedule, and delivers again what failed when it is asked to', async () => {
    consumer.will('reset-after-body');
    const results: string[] = [];
    const started = await engine({ observe: (result) => results.push(result) });
    const id = await endpoint();
    await tell(3);
    const rows = await ended(id, 3);
    expect(rows.map(({ state, attempts }) => [state, attempts])).toEqual(
      [1, 2, 3].map(() => ['failed', 4]),
    );
    expect(results.filter((result) => result === 'failed')).toHaveLength(3);
    expect(results.filter((result) => result === 'retried')).toHaveLength(9);
    const before = told();
    consumer.will({ status: 200 });
    expect(await store.webhooks.redeliverSince(id, 0)).toBe(3);
    await started.lift(id);
    await until(async () => (await deliveriesOf(id, ['delivered'])).length === 3);
    const same = (each: { id?: string; body: string }) => `${each.id} ${each.body}`;
    expect(new Set(told().map(same))).toEqual(new Set(before.map(same)));
  });

  it('waits for as long as Retry-After asks for', async () => {
    consumer.will({ status: 503, headers: { 'retry-after': '3600' } });
    await engine();
    const id = await endpoint();
    await tell(1);
    await until(async () => (await deliveriesOf(id))[0]?.attempts === 1);
    const [row] = await deliveriesOf(id);
    expect(row?.dueAt).toBeGreaterThan(Date.now() + 3_500_000);
    await tell(1);
    await until(async () => (await deliveriesOf(id)).length === 2);
    await sleep(50);
    expect(consumer.requests).toHaveLength(1);
  });

  it('disables an endpoint that is gone, at once and with an event to the others', async () => {
    const reasons: unknown[] = [];
    await engine({ disabled: (...reason) => reasons.push(reason) });
    const gone = await endpoint({ events: ['message.sent'], senders: ['shop'] });
    const other = await endpoint({ events: ['webhook.disabled'] });
    consumer.will({ status: 410, body: 'gone' });
    await tell(1);
    await until(async () => (await store.webhooks.find(gone))?.enabled === false);
    expect(await store.webhooks.find(gone)).toMatchObject({ disabledReason: 'gone' });
    expect(await deliveriesOf(gone)).toMatchObject([{ state: 'failed', attempts: 1 }]);
    await until(() => told().some(({ path }) => path === other));
    const event = told().find(({ path }) => path === other);
    expect(JSON.parse(event?.body ?? '')).toMatchObject({
      ...{ type: 'webhook.disabled', sender: 'shop' },
      data: { webhookId: gone, reason: 'gone' },
    });
    expect(reasons[0]).toEqual([gone, 'gone']);
    await tell(1);
    await sleep(50);
    expect(told().filter(({ path }) => path === gone)).toHaveLength(1);
  });

  it('does not disable an endpoint that was changed while the request that says it is gone was under way', async () => {
    consumer.will({ status: 410, delayMs: 300 });
    await engine();
    const id = await endpoint();
    await tell(1);
    await consumer.arrival();
    await store.webhooks.change(id, { at: Date.now() + 1, url: `${consumer.url}/new` });
    expect(await ended(id, 1)).toMatchObject([{ state: 'failed', attempts: 1 }]);
    await sleep(50);
    expect(await store.webhooks.find(id)).toMatchObject({ enabled: true });
  });

  it('disables an endpoint that has failed for five days, and keeps what waits for it', async () => {
    let now = Date.now();
    consumer.will({ status: 500 });
    await engine({ now: () => now, schedule: Array.from({ length: 1_000 }, () => 10) });
    const id = await endpoint();
    await tell(1);
    await until(async () => (await store.webhooks.find(id))?.failingSince !== null);
    for (let days = 1; days < 5; days++) {
      now += DAY;
      const seen = consumer.requests.length;
      await until(() => consumer.requests.length > seen + 2);
      expect(await store.webhooks.find(id)).toMatchObject({ enabled: true });
    }
    now += DAY;
    await until(async () => (await store.webhooks.find(id))?.enabled === false);
    expect(await store.webhooks.find(id)).toMatchObject({ disabledReason: 'failing' });
    expect(await deliveriesOf(id)).toMatchObject([{ state: 'pending' }]);
    consumer.will({ status: 200 });
    await store.webhooks.change(id, { at: now, enabled: true });
    expect(await ended(id, 1)).toMatchObject([{ state: 'delivered' }]);
  });

  it('does not disable an endpoint that is asked rarely because of two failures far apart', async () => {
    let now = Date.now();
    consumer.will({ status: 500 });
    await engine({ now: () => now, schedule: [] });
    const id = await endpoint();
    await tell(1);
    await ended(id, 1);
    now += 6 * DAY;
    await tell(1);
    await ended(id, 2);
    expect(await store.webhooks.find(id)).toMatchObject({ enabled: true, failingSince: now });
  });

  it('sends a test now, whatever waits, and stores nothing of it', async () => {
    const started = await engine();
    const id = await endpoint({ enabled: false });
    const row = await store.webhooks.find(id);
    if (!row) throw new Error('There is no endpoint.');
    expect(await started.test(row)).toMatchObject({ n: 1, status: 200, answer: 'ok', error: null });
    const [test] = told();
    expect(JSON.parse(test?.body ?? '')).toMatchObject({
      ...{ type: 'webhook.test', id: test?.id, data: { webhookId: id } },
    });
    expect(await deliveriesOf(id)).toEqual([]);
  });

  it('goes on after a restart with what was left', async () => {
    consumer.will('silence');
    const first = await engine({ timeoutMs: 200, schedule: [0, 0, 0, 0, 0, 0, 0, 0] });
    const id = await endpoint();
    await tell(50);
    await consumer.arrival();
    await first.stop(5_000);
    consumer.will({ status: 200 });
    await engine();
    const rows = await ended(id, 50);
    expect(rows.every(({ state }) => state === 'delivered')).toBe(true);
  }, 20_000);

  it('takes over what a process claimed that was killed', async () => {
    const id = await endpoint();
    await tell(3);
    const from = await store.webhooks.place();
    const { rows, next } = await store.feed(from.cursor, null, 1_000);
    const last = rows.slice(-3).map(({ position, type }) => ({
      ...{
        webhook: id,
        eventId: `evt_${position}`,
        sender: 'shop',
        type,
        messageId: null,
        body: '{}',
        createdAt: 1,
      },
    }));
    await store.webhooks.fanOut(from, next, last);
    await store.webhooks.claim(id, { claim: 'dead', limit: 3, ttlMs: 100 });
    await engine();
    expect(await ended(id, 3)).toHaveLength(3);
    expect(consumer.requests).toHaveLength(3);
  });

  it('lets several replicas work on one queue without telling anything twice', async () => {
    const second = place.engine === 'postgres' ? await place.open() : store;
    consumer.will({ status: 200, delayMs: 5 });
    await Promise.all([engine(), engine({}, second)]);
    const id = await endpoint();
    for (let n = 0; n < 10; n++) await tell(30);
    await ended(id, 300);
    expect(new Set(told().map((each) => each.id)).size).toBe(300);
    expect(consumer.requests).toHaveLength(300);
  }, 20_000);

  it('keeps a healthy endpoint at its pace beside one that is silent and one that is dead', async () => {
    const silent = await VendorServer.start();
    silent.will('silence');
    const hold = { first: 1_000, most: 60_000 };
    await engine({ hold, timeoutMs: 2_000, schedule: [60_000], concurrency: 4 });
    const healthy = await endpoint();
    await endpoint({ url: `${silent.url}/hook` });
    const dead = await endpoint({ url: 'http://127.0.0.1:1/hook' });
    await tell(1_000);
    // What is held is claimed, and falls due only if whoever holds it is gone.
    const isHeld = ({ dueAt }: WebhookDeliveryRow) => dueAt > Date.now() + 10_000;
    let mostHeld = 0;
    await until(async () => {
      const waiting = await deliveriesOf(healthy, ['pending']);
      mostHeld = Math.max(mostHeld, waiting.filter(isHeld).length);
      return (await deliveriesOf(healthy, ['delivered'])).length === 1_000;
    });
    expect(mostHeld).toBeGreaterThan(0);
    expect(mostHeld).toBeLessThanOrEqual(2 * 4);
    // Five in a row, what was under way with them, and a few that were tried since.
    const attempts = (await deliveriesOf(dead)).reduce((sum, row) => sum + row.attempts, 0);
    expect(attempts).toBeLessThan(30);
    expect(silent.received).toBeLessThan(30);
    await silent.close();
  }, 30_000);
});

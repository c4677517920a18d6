import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { VendorServer } from 'waypost/providers/testing';
import type { NewKey } from '../apps/api/src/keys/key.dto.js';
import type {
  WebhookList,
  WebhookTest,
  WebhookView,
  WebhookWithSecret,
} from '../apps/api/src/webhooks/webhook.dto.js';
import type {
  WebhookDeliveryPage,
  WebhookDeliveryView,
} from '../apps/api/src/webhooks/webhook-delivery.dto.js';
import { ApiClient } from './support/api-client.js';
import { GOOD, KEY, startGateway, type Gateway } from './support/gateway.js';

const TUNING = { schedule: [20, 20], hold: { first: 10, most: 20 }, pollMs: 20 };
const NO_SUCH = 'wh_000000000000000000000000';

interface Problem {
  readonly code: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

describe('webhooks', () => {
  let gateway: Gateway;
  let admin: ApiClient;
  let consumer: VendorServer;

  beforeAll(async () => {
    consumer = await VendorServer.start();
    gateway = await startGateway({ webhooks: TUNING });
    admin = new ApiClient(gateway.url, KEY);
  });
  afterEach(async () => {
    const { body } = await admin.get<WebhookList>('/v1/webhooks');
    for (const { id } of body.data) await admin.delete(`/v1/webhooks/${id}`);
  });
  afterAll(async () => {
    await gateway.close();
    await consumer.close();
  });

  async function make(request: object = {}, by = admin): Promise<WebhookWithSecret> {
    const given = { url: `${consumer.url}/hook`, events: ['*'], ...request };
    const { status, body } = await by.post<WebhookWithSecret>('/v1/webhooks', given);
    expect({ status, body }).toMatchObject({ status: 201 });
    return body;
  }

  async function keyFor(...senders: string[]): Promise<ApiClient> {
    const scopes = ['webhooks:manage'];
    const given = { name: 'consumer', scopes, ...(senders.length > 0 && { senders }) };
    const { body } = await admin.post<NewKey>('/v1/keys', given);
    return new ApiClient(gateway.url, body.key);
  }

  const deliveries = async (id: string, query = '') =>
    (await admin.get<WebhookDeliveryPage>(`/v1/webhooks/${id}/deliveries${query}`)).body;

  async function until<Value>(read: () => Promise<Value>, is: (value: Value) => boolean) {
    for (;;) {
      const value = await read();
      if (is(value)) return value;
      await sleep(10);
    }
  }

  const ended = (id: string, count: number) =>
    until(
      async () => (await deliveries(id, '?state=delivered,failed')).data,
      (data) => data.length >= count,
    );

  it('are made with a secret that is shown once, and can be read, changed and deleted', async () => {
    const made = await make({ senders: ['shop'], description: 'Orders' });
    const { secret, ...shown } = made;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(shown).toEqual({
      id: expect.stringMatching(/^wh_[0-9a-f]{24}$/),
      ...{ url: `${consumer.url}/hook`, events: ['*'], senders: ['shop'], description: 'Orders' },
      ...{ enabled: true, disabledReason: null, disabledAt: null, failingSince: null },
      ...{ formerSecretsUntil: [], createdAt: expect.any(String), updatedAt: expect.any(String) },
    });
    const path = `/v1/webhooks/${made.id}`;
    expect((await admin.get(path)).body).toEqual(shown);
    expect((await admin.get<WebhookList>('/v1/webhooks')).body).toEqual({
      data: [shown],
      nextCursor: null,
    });
    const change = { events: ['message.failed'], senders: null, description: null, enabled: false };
    const changed = await admin.patch<WebhookView>(path, change);
    expect(changed).toMatchObject({
      status: 200,
      body: { ...change, url: shown.url, disabledReason: 'requested' },
    });
    expect((await admin.patch(path, { enabled: true })).body).toMatchObject({
      ...{ enabled: true, disabledReason: null, disabledAt: null, events: ['message.failed'] },
    });
    expect((await admin.delete(path)).status).toBe(204);
    expect((await admin.get(path)).status).toBe(404);
    expect((await admin.delete(path)).status).toBe(404);
  });

  it('get each event once, signed, as the feed of events shows it', async () => {
    consumer.will({ status: 200, body: 'ok' });
    const { id, secret } = await make({ senders: ['shop'] });
    const message = await gateway.send();
    await gateway.until(message, 'accepted');
    await gateway.until(await gateway.send({ ...GOOD, sender: 'stall' }), 'accepted');
    const rows = await ended(id, 2);
    const verified = consumer.requests.map(({ headers, body }) =>
      new Webhook(secret).verify(body.toString(), { ...headers }),
    );
    const { data } = await gateway.get<{ data: { messageId: string }[] }>('/v1/events?limit=1000');
    expect(verified).toEqual(data.filter(({ messageId }) => messageId === message));
    expect(verified).toMatchObject([
      { type: 'message.queued', sequence: 1, sender: 'shop', messageId: message },
      { type: 'message.accepted', sequence: 2, sender: 'shop', messageId: message },
    ]);
    expect(rows).toMatchObject(
      verified.toReversed().map((event) => ({
        ...{ eventId: (event as { id: string }).id, messageId: message, state: 'delivered' },
        attempts: [{ n: 1, status: 200, answer: 'ok', error: null }],
        nextAttemptAt: null,
      })),
    );
  });

  it('keep their attempts, and deliver again with the same id and content', async () => {
    consumer.will({ status: 500, body: 'no' });
    const { id } = await make({ events: ['message.queued'] });
    await gateway.send();
    const [failed] = await ended(id, 1);
    expect(failed).toMatchObject({ state: 'failed', endedAt: expect.any(String) });
    expect(failed?.attempts.map(({ n, status, answer }) => [n, status, answer])).toEqual(
      [1, 2, 3].map((n) => [n, 500, 'no']),
    );
    const [first] = consumer.requests;
    consumer.will({ status: 200 });
    const again = await admin.post<WebhookDeliveryView>(
      `/v1/webhooks/${id}/deliveries/${failed?.id}/redeliver`,
    );
    expect(again).toMatchObject({ status: 202, body: { id: failed?.id } });
    await until(
      () => deliveries(id, '?state=delivered'),
      ({ data }) => data.length === 1,
    );
    const [second] = consumer.requests;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toEqual(first?.body);
  });

  it('deliver again all that failed since a time', async () => {
    consumer.will('reset-after-body');
    const { id } = await make({ events: ['message.queued'] });
    for (let n = 0; n < 3; n++) await gateway.send();
    await ended(id, 3);
    consumer.will({ status: 200 });
    const since = (time: number) =>
      admin.post(`/v1/webhooks/${id}/redeliver`, { since: new Date(time).toISOString() });
    expect(await since(Date.now() + 60_000)).toMatchObject({ body: { redelivered: 0 } });
    expect(await since(Date.now() - 60_000)).toMatchObject({
      status: 202,
      body: { redelivered: 3 },
    });
    await until(
      () => deliveries(id, '?state=delivered'),
      ({ data }) => data.length === 3,
    );
  });

  it('list their deliveries page by page, newest first', async () => {
    consumer.will({ status: 200 });
    const { id } = await make({ events: ['message.queued'] });
    for (let n = 0; n < 5; n++) await gateway.send();
    const all = (await ended(id, 5)).map((row) => row.id);
    const first = await deliveries(id, '?limit=3');
    const second = await deliveries(id, `?limit=3&cursor=${first.nextCursor}`);
    expect([...first.data, ...second.data].map((row) => row.id)).toEqual(all);
    expect(second.nextCursor).toBeNull();
    for (const query of ['state=new', 'limit=0', 'cursor=x', 'before=1']) {
      const { status } = await admin.get(`/v1/webhooks/${id}/deliveries?${query}`);
      expect([query, status]).toEqual([query, 422]);
    }
  });

  it('are disabled by a 410, which the feed of events tells; nothing is sent to them then', async () => {
    consumer.will({ status: 410, body: 'gone' });
    const { id } = await make({ events: ['message.queued'] });
    await gateway.send();
    const row = await until(
      async () => (await admin.get<WebhookView>(`/v1/webhooks/${id}`)).body,
      ({ enabled }) => !enabled,
    );
    expect(row).toMatchObject({ disabledReason: 'gone', disabledAt: expect.any(String) });
    const { data } = await gateway.get<{ data: object[] }>('/v1/events?limit=1000');
    expect(data).toContainEqual(
      expect.objectContaining({
        type: 'webhook.disabled',
        data: { webhookId: id, reason: 'gone' },
      }),
    );
    const [failed] = (await deliveries(id)).data;
    const redeliver = `/v1/webhooks/${id}/deliveries/${failed?.id}/redeliver`;
    expect(await admin.post(redeliver)).toMatchObject({
      status: 409,
      body: { code: 'webhook_disabled' },
    });
    expect(
      (await admin.post(`/v1/webhooks/${id}/redeliver`, { since: row.createdAt })).status,
    ).toBe(409);
  });

  it('are signed by both secrets during the overlap of a rotation, then by the new one', async () => {
    consumer.will({ status: 200 });
    const { id, secret: former } = await make({ events: ['message.queued'] });
    const rotated = await admin.post<WebhookWithSecret>(`/v1/webhooks/${id}/rotate-secret`);
    const { secret, formerSecretsUntil } = rotated.body;
    expect(rotated.status).toBe(200);
    expect(Date.parse(formerSecretsUntil[0] ?? '')).toBeGreaterThan(Date.now() + 86_000_000);
    const verifies = async (by: string) => {
      consumer.will({ status: 200 });
      await admin.post(`/v1/webhooks/${id}/test`);
      const [request] = consumer.requests;
      try {
        return new Webhook(by).verify(request?.body.toString() ?? '', { ...request?.headers });
      } catch {
        return undefined;
      }
    };
    expect(await verifies(secret)).toMatchObject({ type: 'webhook.test' });
    expect(await verifies(former)).toMatchObject({ type: 'webhook.test' });
    // Another rotation within the overlap takes nothing away from the secret before it.
    const third = await admin.post<WebhookWithSecret>(`/v1/webhooks/${id}/rotate-secret`);
    for (const each of [former, secret, third.body.secret])
      expect(await verifies(each)).toBeDefined();
    expect(third.body.formerSecretsUntil).toEqual([expect.any(String), ...formerSecretsUntil]);
    const again = await admin.post<WebhookWithSecret>(`/v1/webhooks/${id}/rotate-secret`, {
      overlapSeconds: 0,
    });
    expect(again.body.formerSecretsUntil).toEqual([]);
    expect(await verifies(again.body.secret)).toBeDefined();
    for (const each of [former, secret, third.body.secret])
      expect(await verifies(each)).toBeUndefined();
  });

  it('are signed by ten secrets at most, each of which ends when it was said to, but not after a later one', async () => {
    const { id } = await make();
    const rotate = (overlapSeconds: number) =>
      admin.post<WebhookWithSecret>(`/v1/webhooks/${id}/rotate-secret`, { overlapSeconds });
    const rotated = await Promise.all(Array.from({ length: 10 }, () => rotate(3_600)));
    expect(rotated.map(({ status }) => status).sort()).toEqual([
      ...Array<number>(9).fill(200),
      409,
    ]);
    expect(rotated.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'too_many_secrets',
    });
    expect((await rotate(0)).body.formerSecretsUntil).toEqual([]);
    await rotate(3_600);
    const { formerSecretsUntil } = (await rotate(60)).body;
    expect(formerSecretsUntil[1]).toBe(formerSecretsUntil[0]);
  });

  it('can be tested: an event is sent now, and the answer tells what came of it', async () => {
    consumer.will({ status: 418, body: 'short and stout' });
    const { id } = await make();
    const tested = await admin.post<WebhookTest>(`/v1/webhooks/${id}/test`);
    expect(tested).toEqual({
      status: 200,
      body: {
        ...{ delivered: false, status: 418, answer: 'short and stout', error: null },
        durationMs: expect.any(Number),
      },
    });
    await admin.patch(`/v1/webhooks/${id}`, { url: 'http://127.0.0.1:1/' });
    expect((await admin.post(`/v1/webhooks/${id}/test`)).body).toMatchObject({
      ...{ delivered: false, status: null, error: 'The connection failed (ECONNREFUSED).' },
    });
    expect((await deliveries(id)).data).toEqual([]);
  });

  it('tell a key nothing beyond its senders', async () => {
    const shop = await keyFor('shop');
    const everything = await make();
    const mine = await make({}, shop);
    expect(mine.senders).toEqual(['shop']);
    const { data } = (await shop.get<WebhookList>('/v1/webhooks')).body;
    expect(data.map(({ id }) => id)).toEqual([mine.id]);
    const beyond = await shop.post<Problem>('/v1/webhooks', {
      ...{ url: consumer.url, events: ['*'], senders: ['shop', 'stall'] },
    });
    expect(beyond).toMatchObject({ status: 403, body: { code: 'beyond_own_reach' } });
    expect(beyond.body.errors).toEqual([
      { path: 'senders', message: 'The asking key may not use a sender stall.' },
    ]);
    const widened = await shop.patch(`/v1/webhooks/${mine.id}`, { senders: ['stall'] });
    expect(widened.status).toBe(403);
    expect((await shop.patch(`/v1/webhooks/${mine.id}`, { senders: null })).body).toMatchObject({
      senders: ['shop'],
    });
    for (const [method, path] of [
      ['get', ''],
      ['post', '/test'],
      ['post', '/rotate-secret'],
      ['get', '/deliveries'],
      ['post', '/deliveries/whd_1/redeliver'],
      ['delete', ''],
    ] as const) {
      const { status } = await shop[method](`/v1/webhooks/${everything.id}${path}`);
      expect([method, path, status]).toEqual([method, path, 404]);
    }
    const given = { since: new Date().toISOString() };
    expect((await shop.post(`/v1/webhooks/${everything.id}/redeliver`, given)).status).toBe(404);
    expect((await shop.patch(`/v1/webhooks/${everything.id}`, {})).status).toBe(404);
  });

  it('are refused with everything that is wrong, by path', async () => {
    const bad = {
      ...{ url: 'ftp://example.com', events: ['message.sent', 'nonsense'], senders: ['no id'] },
      ...{ description: 7, secret: 'mine' },
    };
    const { status, body } = await admin.post<Problem>('/v1/webhooks', bad);
    expect([status, body.code]).toEqual([422, 'validation_failed']);
    const paths = body.errors.map(({ path }) => path).sort();
    expect(paths).toEqual(['description', 'events', 'secret', 'senders', 'url']);
    expect((await admin.post<Problem>('/v1/webhooks', {})).body.errors).toHaveLength(2);
  });

  it.each([
    [{ url: 'https://user:secret@example.com/' }, 'user name'],
    [{ url: 'https://example.com/#part' }, 'fragment'],
    [{ url: null }, 'url must be'],
    [{ events: [] }, 'at least one'],
    [{ events: ['*', '*'] }, 'once'],
    [{ events: '*' }, 'a list'],
    [{ senders: 'shop' }, 'a list'],
    [{ enabled: 'yes' }, 'true or false'],
    [{ enabled: null }, 'true or false'],
  ])('refuse to be changed into %j', async (change, words) => {
    const { id } = await make();
    const { status, body } = await admin.patch<Problem>(`/v1/webhooks/${id}`, change);
    expect(status).toBe(422);
    expect(body.errors[0]?.message).toContain(words);
  });

  it('refuse a time that is none, and an overlap that is too long', async () => {
    const { id } = await make();
    for (const [path, given] of [
      ['redeliver', { since: 'yesterday' }],
      ['redeliver', {}],
      ['rotate-secret', { overlapSeconds: 2_592_001 }],
      ['rotate-secret', { overlapSeconds: null }],
    ] as const) {
      const { status } = await admin.post(`/v1/webhooks/${id}/${path}`, given);
      expect([path, status]).toEqual([path, 422]);
    }
    expect((await admin.post(`/v1/webhooks/${NO_SUCH}/test`)).status).toBe(404);
    const redeliver = `/v1/webhooks/${id}/deliveries/whd_999999/redeliver`;
    expect((await admin.post(redeliver)).status).toBe(404);
  });

  it('are counted, and what waits for them is measured', async () => {
    consumer.will({ status: 200 });
    const { id } = await make({ events: ['message.queued'] });
    await gateway.send();
    await ended(id, 1);
    const metrics = async () => (await fetch(`${gateway.url}/metrics`)).text();
    expect(await metrics()).toMatch(/waypost_webhook_attempts_total\{result="delivered"\} [1-9]/);
    consumer.will({ status: 503, headers: { 'retry-after': '3600' } });
    await gateway.send();
    const name = `waypost_webhook_pending{webhook="${id}"} 1`;
    const found = await until(metrics, (text) => text.includes(name));
    expect(found).toContain(`waypost_webhook_oldest_seconds{webhook="${id}"}`);
  });
});

describe('webhooks of a gateway that is started again', () => {
  it('go on with what was left, and keep their secrets', async () => {
    const consumer = await VendorServer.start();
    consumer.will({ status: 503 });
    const first = await startGateway({ webhooks: { ...TUNING, schedule: [60_000] } });
    const admin = new ApiClient(first.url, KEY);
    const given = { url: consumer.url, events: ['message.queued'] };
    const { body } = await admin.post<WebhookWithSecret>('/v1/webhooks', given);
    await first.send();
    await consumer.arrival();
    const second = await first.restart();
    const again = new ApiClient(second.url, KEY);
    const path = `/v1/webhooks/${body.id}`;
    const { data } = (await again.get<WebhookDeliveryPage>(`${path}/deliveries`)).body;
    expect(data).toMatchObject([{ state: 'pending', attempts: [{ status: 503 }] }]);
    consumer.will({ status: 200 });
    await again.post(`${path}/redeliver`, { since: new Date(0).toISOString() });
    await consumer.arrival();
    const [request] = consumer.requests;
    const event = new Webhook(body.secret).verify(request?.body.toString() ?? '', {
      ...request?.headers,
    });
    expect(event).toMatchObject({ type: 'message.queued' });
    await second.close();
    await consumer.close();
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NewKey } from '../apps/api/src/keys/key.dto.js';
import { STORE } from '../apps/api/src/store.token.js';
import type { SenderView } from '../apps/api/src/senders/sender.dto.js';
import type { Store } from 'waypost/store';
import { ApiClient } from './support/api-client.js';
import { Gate } from './support/gate.js';
import { KEY, startGateway, TEXT, type Gateway } from './support/gateway.js';

const TOKEN = 'a-token-that-nobody-may-read';
const ACCEPTS = { status: 202, json: { id: 'v-1' } };
const WRONG_TOKEN = { status: 401, json: { error: { code: '190', message: 'Bad token' } } };

interface Problem {
  readonly code: string;
  readonly errors?: readonly { readonly path: string }[];
}

describe('senders', () => {
  let gateway: Gateway;
  let admin: ApiClient;
  let count = 0;
  let id: string;

  beforeAll(async () => {
    gateway = await startGateway();
    admin = new ApiClient(gateway.url, KEY);
  });

  afterAll(() => gateway.close());

  beforeEach(() => {
    id = `kiosk-${count++}`;
    gateway.vendor.will(ACCEPTS);
  });

  const request = (more: object = {}) => ({
    id,
    provider: 'memory',
    phone: '+919876500002',
    options: { baseUrl: gateway.vendor.url, token: TOKEN },
    ...more,
  });
  const path = () => `/v1/senders/${id}`;
  const show = async () => (await admin.get<SenderView>(path())).body;
  const send = () => gateway.send({ sender: id, message: TEXT });
  const bearer = () => gateway.vendor.requests.at(-1)?.headers.authorization;

  async function add(more: object = {}): Promise<SenderView> {
    const { status, body } = await admin.post<SenderView>('/v1/senders', request(more));
    expect({ status, body }).toMatchObject({ status: 201 });
    return body;
  }

  it('are added while the gateway runs, and send at once', async () => {
    const added = await add({ limits: { messagesPerSecond: 20 } });
    expect(added).toEqual({
      id,
      provider: 'memory',
      phone: '+919876500002',
      options: { baseUrl: gateway.vendor.url },
      credentials: ['token'],
      limits: { messagesPerSecond: 20 },
      managedBy: 'api',
      state: 'active',
      pauseReason: null,
      callbackUrl: expect.stringMatching(
        new RegExp(`^https://waypost.example.com/callbacks/${id}/[\\w-]{43}$`),
      ),
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    expect(await show()).toEqual(added);
    expect((await admin.get<{ data: SenderView[] }>('/v1/senders')).body.data).toContainEqual(
      added,
    );
    await gateway.until(await send(), 'accepted');
    expect(bearer()).toBe(`Bearer ${TOKEN}`);
  });

  it('keep their credentials encrypted, and never give them back', async () => {
    await add();
    const answers = [await admin.get('/v1/senders'), await admin.get(path())];
    expect(JSON.stringify(answers)).not.toContain(TOKEN);
    const files = readdirSync(gateway.folder).filter((name) => name.startsWith('waypost.db'));
    expect(files).not.toEqual([]);
    for (const name of files) {
      expect(readFileSync(join(gateway.folder, name)).includes(TOKEN)).toBe(false);
    }
  });

  it.each([
    [{ options: { baseUrl: 'http://example.com' } }, ['options.token']],
    [{ options: { tokn: 'x' } }, ['options.tokn']],
    [{ options: { keep: -1, callbackSecret: 'x' } }, ['options.callbackSecret', 'options.keep']],
    [{ options: 7, phone: '1' }, ['phone', 'options']],
    [{ provider: 'acme', id: 'a b' }, ['id', 'provider']],
    [{ limits: { concurrency: 0, pairRate: 1 } }, ['limits.concurrency', 'limits.pairRate']],
    [{ state: 'paused' }, ['state']],
  ])('are refused with everything that is wrong by path: %j', async (more, paths) => {
    const { status, body } = await admin.post<Problem>('/v1/senders', request(more));
    expect([status, body.code]).toEqual([422, 'validation_failed']);
    expect(body.errors?.map((error) => error.path)).toEqual(paths);
  });

  it('are refused where the id is taken', async () => {
    await add();
    expect(await admin.post('/v1/senders', request())).toMatchObject({
      status: 409,
      body: { code: 'sender_exists' },
    });
  });

  it('are changed in what is named, credentials included, and used so at once', async () => {
    await add({ limits: { messagesPerSecond: 20, concurrency: 2 } });
    const changed = await admin.patch<SenderView>(path(), {
      options: { token: 'another-token', keep: 5 },
      limits: { concurrency: null },
    });
    expect(changed).toMatchObject({ status: 200, body: { credentials: ['token'] } });
    expect(changed.body.options).toEqual({ baseUrl: gateway.vendor.url, keep: 5 });
    expect(changed.body.limits).toEqual({ messagesPerSecond: 20 });
    await gateway.until(await send(), 'accepted');
    expect(bearer()).toBe('Bearer another-token');
  });

  it('keep to their new limits at once', async () => {
    await add({ limits: { concurrency: 1 } });
    await admin.patch(path(), { limits: { concurrency: 2 } });
    const answers = new Gate();
    gateway.vendor.will({ ...ACCEPTS, after: answers.opened });
    const first = await send();
    const other = { ...TEXT, to: '+919876500003' };
    const second = await gateway.send({ sender: id, message: other });
    await gateway.until(first, 'sending');
    await gateway.until(second, 'sending');
    expect((await gateway.get(`/v1/messages/${first}`)).status).toBe('sending');
    answers.open();
  });

  it.each([
    [{ options: { token: null } }, ['options.token']],
    [{ options: { pod: 'in' } }, ['options.pod']],
    [{ options: null }, ['options']],
    [{ phone: null, limits: null }, ['phone', 'limits']],
    [{ id: 'other', provider: 'kaleyra' }, ['id', 'provider']],
    [{ phon: '+919876500003' }, ['phon']],
    [7, ['']],
  ])('are not changed by %j', async (patch, paths) => {
    const added = await add();
    const { status, body } = await admin.patch<Problem>(path(), patch);
    expect([status, body.errors?.map((error) => error.path)]).toEqual([422, paths]);
    expect(await show()).toEqual(added);
  });

  it('keep their messages while they are paused', async () => {
    await add();
    expect((await admin.post(`${path()}/pause`, { reason: null })).status).toBe(422);
    const paused = await admin.post<SenderView>(`${path()}/pause`, { reason: 'It moves today.' });
    expect(paused.body).toMatchObject({ state: 'paused', pauseReason: 'It moves today.' });
    const message = await send();
    expect((await gateway.get(`/v1/messages/${message}`)).status).toBe('queued');
    const resumed = await admin.post<SenderView>(`${path()}/resume`);
    expect(resumed.body).toMatchObject({ state: 'active', pauseReason: null });
    await gateway.until(message, 'accepted');
  });

  it('show what holds them up, and are tried again when they are changed', async () => {
    await add();
    gateway.vendor.will(WRONG_TOKEN);
    const message = await send();
    while (!(await show()).fault) await sleep(20);
    expect((await show()).fault).toEqual({
      code: 'unauthorized',
      message: expect.any(String),
      remedy: expect.any(String),
      link: expect.any(String),
      vendor: expect.objectContaining({ status: 401, code: '190' }),
      since: expect.any(String),
      nextProbeAt: expect.any(String),
    });
    const waiting = await gateway.get(`/v1/messages/${await send()}`);
    expect(waiting).toMatchObject({ status: 'queued', error: { code: 'unauthorized' } });
    gateway.vendor.will(ACCEPTS);
    const { body } = await admin.patch<SenderView>(path(), { options: { token: 'a-good-token' } });
    expect(body.fault).toBeUndefined();
    await gateway.until(message, 'accepted');
  });

  it('are deleted, and are not there any more', async () => {
    await add();
    expect(await admin.delete(path())).toEqual({ status: 204, body: {} });
    expect((await admin.get(path())).status).toBe(404);
    expect((await admin.delete(path())).status).toBe(404);
    const refused = await gateway.post({ sender: id, message: TEXT });
    expect(await refused.json()).toMatchObject({ status: 422, code: 'unknown_sender' });
  });

  it('are not deleted while messages wait, unless these are canceled', async () => {
    await add();
    await admin.post(`${path()}/pause`);
    const messages = [await send(), await send()];
    expect(await admin.delete(path())).toMatchObject({
      status: 409,
      body: { code: 'sender_has_messages', detail: expect.stringContaining(': 2.') },
    });
    expect((await admin.delete(`${path()}?cancel=yes`)).status).toBe(422);
    expect((await admin.delete(`${path()}?cancel=true`)).status).toBe(204);
    for (const message of messages) await gateway.until(message, 'canceled');
  });

  it.each(['running', 'restarted'])(
    'that somebody deleted while a message was being taken for them leave none queued: %s',
    async (state) => {
      await add();
      await admin.post(`${path()}/pause`);
      const message = await send();
      // As another replica does that did not see the message, and dies at once.
      const store = gateway.app.get<Store>(STORE);
      expect(await store.directory.removeSender(id, Date.now())).toBe(true);
      if (state === 'restarted') gateway = await gateway.restart();
      admin = new ApiClient(gateway.url, KEY);
      await gateway.until(message, 'canceled');
    },
    20_000,
  );

  it('stay, paused, while a message is under way, whatever is canceled', async () => {
    await add({ limits: { concurrency: 1 } });
    const answers = new Gate();
    gateway.vendor.will({ ...ACCEPTS, after: answers.opened });
    const first = await send();
    await gateway.until(first, 'sending');
    const second = await send();
    const refused = await admin.delete(`${path()}?cancel=true`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'sender_has_messages' } });
    expect(await show()).toMatchObject({ state: 'paused' });
    await gateway.until(second, 'canceled');
    answers.open();
    await gateway.until(first, 'accepted');
    expect((await admin.delete(path())).status).toBe(204);
  });

  it('of the senders file are paused and resumed only', async () => {
    id = 'stall';
    const refusal = { status: 409, body: { code: 'managed_by_file' } };
    expect(await admin.patch(path(), { options: { token: 'x' } })).toMatchObject(refusal);
    expect(await admin.delete(path())).toMatchObject(refusal);
    const paused = await admin.post(`${path()}/pause`);
    expect(paused).toMatchObject({ status: 200, body: { managedBy: 'file', state: 'paused' } });
    const resumed = await admin.post(`${path()}/resume`);
    expect(resumed).toMatchObject({ status: 200, body: { state: 'active' } });
  });

  it('are there for those keys only that may use them', async () => {
    await add();
    const made = await admin.post<NewKey>('/v1/keys', {
      name: 'limited',
      scopes: ['senders:manage'],
      senders: [id, 'new-kiosk'],
    });
    const limited = new ApiClient(gateway.url, made.body.key);
    const { body } = await limited.get<{ data: SenderView[] }>('/v1/senders');
    expect(body.data.map((sender) => sender.id)).toEqual([id]);
    const nobody = await limited.get('/v1/senders/nobody');
    expect(nobody).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await limited.get('/v1/senders/shop')).toEqual(nobody);
    expect(await limited.post('/v1/senders/shop/pause')).toEqual(nobody);
    expect(await limited.post('/v1/senders/shop/resume')).toEqual(nobody);
    expect(await limited.patch('/v1/senders/shop', {})).toEqual(nobody);
    expect(await limited.delete('/v1/senders/shop')).toEqual(nobody);
    const beyond = { status: 403, body: { code: 'beyond_own_reach' } };
    expect(await limited.post('/v1/senders', request({ id: 'shop' }))).toMatchObject(beyond);
    expect(await limited.post('/v1/senders', request({ id: 'free' }))).toMatchObject(beyond);
    expect((await limited.post('/v1/senders', request({ id: 'new-kiosk' }))).status).toBe(201);
  });
});

describe('senders after a restart', () => {
  it('are as they were, and send with the credentials they had', async () => {
    const first = await startGateway();
    const { vendor } = first;
    const options = { baseUrl: vendor.url, token: TOKEN };
    const sender = { id: 'kiosk', provider: 'memory', phone: '+919876500002', options };
    const admin = new ApiClient(first.url, KEY);
    await admin.post('/v1/senders', sender);
    const before = await admin.get<{ data: SenderView[] }>('/v1/senders');
    const second = await first.restart();
    const after = await new ApiClient(second.url, KEY).get<{ data: SenderView[] }>('/v1/senders');
    expect(after.body.data.map(({ id }) => id)).toEqual(['kiosk', 'shop', 'stall']);
    expect(after.body).toEqual(before.body);
    const message = await second.send({ sender: 'kiosk', message: TEXT });
    await second.until(message, 'accepted');
    expect(vendor.requests.at(-1)?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    await second.close();
  });
});

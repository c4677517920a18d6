import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InboundMessage, InboundMessagePage } from '../apps/api/src/inbound/inbound.dto.js';
import { INBOUND } from '../apps/api/src/inbound/inbound.token.js';
import type { InboundParts } from '../apps/api/src/inbound/open-inbound.js';
import type { NewKey } from '../apps/api/src/keys/key.dto.js';
import type { InboundItem } from 'waypost/providers';
import { VendorServer } from 'waypost/providers/testing';
import { ApiClient } from './support/api-client.js';
import { FileServer } from './support/file-server.js';
import { KEY, startGateway, type Gateway } from './support/gateway.js';

const BYTES = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1, 2, 3]);
const SHA256 = createHash('sha256').update(BYTES).digest('base64');
const APP = 'bf9ee64c-3d4d-4ac4-8668-732e577007c4';

interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly remedy?: string;
  readonly retryAfter?: number;
}

/** A message of a user, as a provider translates it. */
function textItem(body: string, changes: Partial<InboundItem> = {}): InboundItem {
  const id = `wamid.${randomUUID()}`;
  return {
    kind: 'inbound',
    id: randomUUID(),
    ids: { providerIds: [id], wamid: id },
    from: { phone: '+919876500007', name: 'A customer' },
    type: 'text',
    message: { id, type: 'text', text: { body } },
    raw: null,
    ...changes,
  };
}

function imageItem(url: string, changes: Partial<InboundItem> = {}): InboundItem {
  const media = { url, mimeType: 'image/jpeg', sha256: SHA256 };
  return textItem('', { type: 'image', message: { type: 'image', image: {} }, media, ...changes });
}

function take(gateway: Gateway, sender: string, item: InboundItem, at = Date.now()) {
  return gateway.app.get<InboundParts>(INBOUND).desk.take(sender, 'gupshup', item, at);
}

function startWith(
  files: FileServer,
  settings: Readonly<Record<string, string>>,
): Promise<Gateway> {
  const options = { appId: APP, token: 'sk_0123456789abcdef', baseUrl: files.url };
  const senders = [{ id: 'pictures', provider: 'gupshup', phone: '+919876500003', options }];
  return startGateway({ senders, settings });
}

describe('GET /v1/inbound', () => {
  let gateway: Gateway;
  let admin: ApiClient;

  beforeAll(async () => {
    gateway = await startGateway();
    admin = new ApiClient(gateway.url, KEY);
  });
  afterAll(() => gateway.close());

  const list = async (query = ''): Promise<string[]> => {
    const { data } = await gateway.get<InboundMessagePage>(`/v1/inbound${query}`);
    return data.map(({ id }) => id);
  };

  it('shows what users wrote, and the message of ours that they answer', async () => {
    const sent = await gateway.send();
    await gateway.until(sent, 'accepted');
    const answers = { reference: `${sent}.1`, providerIds: [] };
    const item = textItem('Where is it?', { answers });
    const { id } = await take(gateway, 'shop', item, Date.parse('2026-11-26T02:00:00Z'));
    const message = await gateway.get<InboundMessage>(`/v1/inbound/${id}`);
    expect(message).toEqual({
      id,
      sender: 'shop',
      provider: 'gupshup',
      from: { phone: '+919876500007', name: 'A customer' },
      type: 'text',
      content: item.message,
      answers: sent,
      wamid: item.ids.wamid,
      providerIds: item.ids.providerIds,
      at: '2026-11-26T02:00:00.000Z',
      receivedAt: '2026-11-26T02:00:00.000Z',
    });
    expect(await list()).toContain(id);
    const { data } = await gateway.get<{ data: { type: string; data: unknown }[] }>('/v1/events');
    const told = data.filter(({ type }) => type === 'message.received');
    expect(told.map((event) => event.data)).toEqual([message]);
  });

  it('lists by sender, user, type and time, newest first, in pages', async () => {
    const hidden = { userId: 'IN.13491208655302741918' };
    const old = Date.parse('2026-01-01T00:00:00Z');
    const ids = [];
    for (const [item, at] of [
      [textItem('1'), old],
      [textItem('2', { from: hidden, type: 'location' }), old + 1_000],
      [textItem('3'), old + 2_000],
    ] as const) {
      ids.push((await take(gateway, 'stall', item, at)).id);
    }
    const [first, second, third] = ids;
    expect(await list('?sender=stall')).toEqual([third, second, first]);
    expect(await list('?sender=stall&from=%2B919876500007')).toEqual([third, first]);
    expect(await list('?sender=stall&from=+91 98765 00007')).toEqual([third, first]);
    expect(await list(`?from=${hidden.userId}`)).toEqual([second]);
    expect(await list('?sender=stall&type=location')).toEqual([second]);
    expect(await list('?sender=stall&since=2026-01-01T00:00:02Z')).toEqual([third]);
    expect(await list('?until=2026-01-01T00:00:01Z')).toEqual([first]);
    const page = await gateway.get<InboundMessagePage>('/v1/inbound?sender=stall&limit=2');
    expect(page.data.map(({ id }) => id)).toEqual([third, second]);
    expect(await list(`?sender=stall&limit=2&cursor=${page.nextCursor}`)).toEqual([first]);
    expect(await list('?sender=nobody')).toEqual([]);
  });

  it.each([
    'from=me',
    'type=%00',
    'limit=501',
    'since=yesterday',
    'cursor=1',
    'to=%2B919876500007',
  ])('refuses ?%s', async (query) => {
    const { status, body } = await admin.get<Problem>(`/v1/inbound?${query}`);
    expect([status, body.code]).toEqual([422, 'validation_failed']);
  });

  it("shows a key its own senders' messages only", async () => {
    const { body: made } = await admin.post<NewKey>('/v1/keys', {
      name: 'stall',
      scopes: ['messages:read'],
      senders: ['stall'],
    });
    const stall = new ApiClient(gateway.url, made.key);
    const { id: foreign } = await take(gateway, 'shop', textItem('not yours'));
    const { id: own } = await take(gateway, 'stall', textItem('yours'));
    const { body } = await stall.get<InboundMessagePage>('/v1/inbound');
    expect(new Set(body.data.map(({ sender }) => sender))).toEqual(new Set(['stall']));
    expect((await stall.get(`/v1/inbound/${own}`)).status).toBe(200);
    expect((await stall.get<InboundMessagePage>('/v1/inbound?sender=shop')).body.data).toEqual([]);
    for (const path of [foreign, `${foreign}/media`, 'in_none', 'in_%00', 'in_none/media']) {
      const { status, body: problem } = await stall.get<Problem>(`/v1/inbound/${path}`);
      expect([status, problem.code]).toEqual([404, 'not_found']);
    }
  });

  it('tells the consumers of webhooks all that it shows', async () => {
    const consumer = await VendorServer.start();
    consumer.will({ status: 204 });
    const hook = { url: consumer.url, events: ['message.received'], senders: ['stall'] };
    expect((await admin.post('/v1/webhooks', hook)).status).toBe(201);
    await take(gateway, 'shop', textItem('not for this one'));
    const { id } = await take(gateway, 'stall', textItem('Is it open?'));
    while (consumer.requests.length === 0) await sleep(10);
    const [told] = consumer.requests.map(({ body }) => JSON.parse(String(body)) as object);
    const shown = await gateway.get<InboundMessage>(`/v1/inbound/${id}`);
    expect(told).toMatchObject({ type: 'message.received', data: shown });
    await consumer.close();
  });

  it('gives the link of a file that it does not download', async () => {
    const link = 'https://filemanager.gupshup.io/wa/app/wa/media/1';
    const { id } = await take(gateway, 'shop', imageItem(link));
    const { media } = await gateway.get<InboundMessage>(`/v1/inbound/${id}`);
    expect(media).toMatchObject({ state: 'linked', url: link });
    const { status, body } = await admin.get<Problem>(`/v1/inbound/${id}/media`);
    expect([status, body.code]).toEqual([409, 'media_not_downloaded']);
    expect(body.remedy).toMatch(/media\.url .* MEDIA_DOWNLOAD=true/);
    const { id: plain } = await take(gateway, 'shop', textItem('no file'));
    const none = await admin.get<Problem>(`/v1/inbound/${plain}/media`);
    expect([none.status, none.body.code]).toEqual([404, 'no_media']);
  });
});

describe('GET /v1/inbound/{id}/media', () => {
  let files: FileServer;
  let gateway: Gateway;
  let admin: ApiClient;

  beforeAll(async () => {
    files = await FileServer.start();
    gateway = await startWith(files, { MEDIA_DOWNLOAD: 'true' });
    admin = new ApiClient(gateway.url, KEY);
  });
  afterAll(async () => {
    await gateway.close();
    await files.close();
  });

  async function until(id: string, ...states: string[]): Promise<InboundMessage> {
    for (;;) {
      const message = await gateway.get<InboundMessage>(`/v1/inbound/${id}`);
      if (states.includes(message.media?.state ?? '')) return message;
      await sleep(10);
    }
  }

  function download(id: string): Promise<Response> {
    return fetch(`${gateway.url}/v1/inbound/${id}/media`, { headers: { 'x-api-key': KEY } });
  }

  const stored = () => readdirSync(join(gateway.folder, 'media'), { recursive: true }).map(String);

  it('serves the bytes as an attachment that no browser runs', async () => {
    files.serve(BYTES, 'image/jpeg');
    const media = {
      url: `${files.url}/1`,
      mimeType: 'image/jpeg',
      sha256: SHA256,
      filename: '../a"b\r\nc é\ud800.jpg',
    };
    const { id } = await take(gateway, 'pictures', imageItem('', { media }));
    const message = await until(id, 'stored');
    expect(message.media).toMatchObject({ size: BYTES.length, url: media.url });
    expect(message.media?.expiresAt).toMatch(/Z$/);
    const response = await download(id);
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(BYTES);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(BYTES.length),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
      'content-disposition': `attachment; filename=".._a_b__c __.jpg"; filename*=UTF-8''.._a_b__c%20%C3%A9%EF%BF%BD.jpg`,
    });
    expect(files.asked).toEqual(['/1']);
  });

  it('says why there is none yet, and when to ask again', async () => {
    files.will((_request, response) => response.writeHead(503).end());
    const { id } = await take(gateway, 'pictures', imageItem(`${files.url}/busy`));
    const asked = async () => (await gateway.get<InboundMessage>(`/v1/inbound/${id}`)).media;
    while ((await asked())?.reason === undefined) await sleep(10);
    expect(await asked()).toMatchObject({ state: 'waiting', retryAt: expect.any(String) });
    const response = await download(id);
    const problem = (await response.json()) as Problem;
    expect([response.status, problem.code]).toEqual([409, 'media_not_ready']);
    expect(problem.detail).toMatch(/status 503/);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('says why there will be none', async () => {
    files.serve('<html>Gone.</html>', 'text/html');
    const { id } = await take(gateway, 'pictures', imageItem(`${files.url}/page`));
    await until(id, 'failed');
    const { status, body } = await admin.get<Problem>(`/v1/inbound/${id}/media`);
    expect([status, body.code]).toEqual([409, 'media_failed']);
    expect(body.detail).toMatch(/media type of image/);
    expect(stored().filter((name) => name.includes(id))).toEqual([]);
  });

  it('says that a file is somewhere else', async () => {
    files.serve(BYTES, 'image/jpeg');
    const { id } = await take(gateway, 'pictures', imageItem(`${files.url}/moved`));
    await until(id, 'stored');
    const [name = ''] = stored().filter((path) => path.includes(id));
    rmSync(join(gateway.folder, 'media', name));
    const { status, body } = await admin.get<Problem>(`/v1/inbound/${id}/media`);
    expect([status, body.code]).toEqual([404, 'media_missing']);
    expect(body.remedy).toMatch(/DATA_DIR/);
  });

  it('has what was under way when the gateway stopped', async () => {
    let begun!: () => void;
    const beginning = new Promise<void>((resolve) => (begun = resolve));
    files.will(() => begun());
    const { id } = await take(gateway, 'pictures', imageItem(`${files.url}/late`));
    await beginning;
    files.serve(BYTES, 'image/jpeg');
    gateway = await gateway.restart();
    await until(id, 'stored');
    expect((await download(id)).status).toBe(200);
  });
});

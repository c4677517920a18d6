import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSandbox, type Sandbox } from '../sandbox.js';
import { recordingReceiver } from '../testing/recording-receiver.js';
import { GUPSHUP, KALEYRA, textTo, toGupshup, toKaleyra, USER } from '../testing/vendor-calls.js';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await createSandbox({ stepMs: 0 });
});
afterEach(() => sandbox.close());

const call = async (
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly json: Record<string, unknown> }> => {
  const response = await fetch(`${sandbox.url}/_sandbox/${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  return {
    status: response.status,
    json: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
};

describe('/_sandbox/faults', () => {
  it('switches faults on, lists them with their hits, and switches them off', async () => {
    const added = await call('POST', 'faults', { provider: 'gupshup', times: 1, fault: 'html' });
    expect(added).toEqual({
      status: 201,
      json: { id: 'fault-1', provider: 'gupshup', times: 1, fault: { kind: 'html' }, hits: 0 },
    });
    await toGupshup(sandbox);
    await call('POST', 'faults', { fault: 500 });
    const listed = await call('GET', 'faults');
    expect(listed.json).toMatchObject({
      data: [
        { id: 'fault-1', hits: 1 },
        { id: 'fault-2', hits: 0 },
      ],
      magicRecipients: expect.arrayContaining([
        expect.objectContaining({ number: '+1 202-555-0122' }),
      ]),
    });
    expect((await call('DELETE', 'faults/fault-2')).status).toBe(204);
    expect((await call('DELETE', 'faults/fault-2')).status).toBe(404);
    expect((await call('DELETE', 'faults')).status).toBe(204);
    expect((await call('GET', 'faults')).json.data).toEqual([]);
  });

  it('takes what curl sends without a content type', async () => {
    const response = await fetch(`${sandbox.url}/_sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: '{"fault":"html"}',
    });
    expect(response.status).toBe(201);
  });

  it.each([
    ['{"fault":"gremlins"}', 'fault'],
    ['{"fault":{"kind":"slow","ms":-1}}', 'fault.ms'],
    ['{"fault":', 'body'],
    ['', 'body'],
    ['[]', 'body'],
  ])('answers %s with 400, naming the field', async (body, field) => {
    const response = await fetch(`${sandbox.url}/_sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ field, error: expect.any(String) });
  });
});

describe('/_sandbox/messages', () => {
  it('pages through what arrived', async () => {
    for (let count = 0; count < 3; count += 1) await toGupshup(sandbox);
    const first = await call('GET', 'messages?limit=2');
    expect(first.json).toMatchObject({
      data: [{ seq: 1 }, { seq: 2 }],
      nextCursor: 2,
      received: 3,
    });
    const second = await call('GET', 'messages?limit=2&after=2');
    expect(second.json).toMatchObject({ data: [{ seq: 3 }], nextCursor: null });
  });

  it('finds those of one recipient, and forgets them all', async () => {
    await toGupshup(sandbox, { body: textTo('447700900123') });
    await toKaleyra(sandbox);
    const found = await call('GET', `messages?to=${encodeURIComponent('+447700900123')}`);
    expect(found.json).toMatchObject({ data: [{ seq: 1, to: '447700900123' }] });
    expect((await call('GET', 'messages?provider=kaleyra')).json).toMatchObject({
      data: [{ seq: 2 }],
    });
    expect((await call('DELETE', 'messages')).status).toBe(204);
    expect((await call('GET', 'messages')).json).toMatchObject({ data: [], received: 2 });
  });

  it.each([
    ['limit=0', 'limit'],
    ['after=x', 'after'],
    ['to=me', 'to'],
    ['provider=acme', 'provider'],
    ['form=1', 'form'],
  ])('answers ?%s with 400, naming the field', async (query, field) => {
    expect(await call('GET', `messages?${query}`)).toMatchObject({ status: 400, json: { field } });
  });
});

describe('/_sandbox/callbacks', () => {
  it('registers, shows what was sent and how it was taken, and forgets', async () => {
    const receiver = await recordingReceiver((response) => response.end('ok'));
    const added = await call('POST', 'callbacks', {
      provider: 'gupshup',
      account: GUPSHUP.appId,
      url: receiver.url,
      headers: { Authorization: 'Bearer secret' },
      modes: ['READ'],
    });
    expect(added).toMatchObject({
      status: 201,
      json: { id: 'callback-1', headers: ['authorization'] },
    });
    await toGupshup(sandbox);
    await sandbox.settled();
    const { json } = await call('GET', 'callbacks');
    expect(json).toMatchObject({
      registrations: [{ id: 'callback-1', account: GUPSHUP.appId, events: ['READ'], stepMs: 0 }],
      data: [
        {
          seq: 1,
          registration: 'callback-1',
          events: ['read'],
          messageId: sandbox.messages()[0]?.messageId,
          method: 'POST',
          attempt: 1,
          delivered: true,
          outcome: { status: 200, body: 'ok' },
          warning: expect.stringContaining('zero bytes'),
        },
      ],
      nextCursor: null,
      sent: 1,
      abandoned: 0,
    });
    expect(JSON.stringify(json)).not.toContain('Bearer secret');
    expect((await call('DELETE', 'callbacks/callback-1')).status).toBe(204);
    expect((await call('DELETE', 'callbacks/callback-1')).status).toBe(404);
    expect((await call('DELETE', 'callbacks')).status).toBe(204);
    expect((await call('GET', 'callbacks')).json).toMatchObject({ registrations: [], data: [] });
    await receiver.close();
  });

  const gupshup = { provider: 'gupshup', account: GUPSHUP.appId, url: 'http://127.0.0.1:1/' };
  const kaleyra = { ...gupshup, provider: 'kaleyra', account: KALEYRA.sid };
  it.each<[string, object, string]>([
    ['no provider', { url: gupshup.url }, 'provider'],
    ['an unknown account', { ...gupshup, account: 'x' }, 'account'],
    ['an address that is none', { ...gupshup, url: 'localhost:1' }, 'url'],
    ['another scheme', { ...gupshup, url: 'ftp://localhost/' }, 'url'],
    ['an unknown mode', { ...gupshup, modes: ['SENT', 'SEEN'] }, 'modes[1]'],
    ['a meta that is no JSON', { ...gupshup, meta: '{' }, 'meta'],
    ['a header that cannot be', { ...gupshup, headers: { 'a b': 'c' } }, 'headers.a b'],
    ['a header value that cannot be', { ...gupshup, headers: { a: 'b\r\nc: d' } }, 'headers.a'],
    ["Kaleyra's method at Gupshup", { ...gupshup, method: 'GET' }, 'method'],
    ['a number of somebody else', { ...kaleyra, phone: '+447700900101' }, 'phone'],
    ['a range that goes backwards', { ...kaleyra, stepMs: [5, 1] }, 'stepMs'],
    ['no attempts at all', { ...kaleyra, redelivery: { attempts: 0 } }, 'redelivery.attempts'],
  ])('refuses %s, naming the field', async (_, body, field) => {
    expect(await call('POST', 'callbacks', body)).toMatchObject({ status: 400, json: { field } });
  });
});

describe('the other calls', () => {
  it('hand in what a user sends, and statuses by hand', async () => {
    const user = { provider: 'kaleyra', account: KALEYRA.sid, from: `+${USER}`, text: 'Hi' };
    expect(await call('POST', 'inbound', user)).toEqual({
      status: 201,
      json: { id: expect.stringMatching(/^wamid\./), receivers: 0 },
    });
    await toKaleyra(sandbox);
    const messageId = sandbox.messages()[0]?.messageId;
    const status = { messageId, status: 'not sent', failure: { reason: 'opted-out' } };
    expect(await call('POST', 'statuses', status)).toEqual({ status: 201, json: { receivers: 0 } });
    expect(await call('POST', 'statuses', { messageId, status: 'seen' })).toMatchObject({
      status: 400,
      json: { field: 'status' },
    });
  });

  it('add accounts, which send at once, and replace them', async () => {
    const account = { appId: 'late', token: 'sk_late' };
    await call('POST', 'accounts', { provider: 'gupshup', account });
    const headers = { authorization: 'sk_late', 'content-type': 'application/json' };
    expect((await toGupshup(sandbox, { account: 'late', headers })).status).toBe(200);
    await call('POST', 'accounts', {
      provider: 'gupshup',
      account: { ...account, token: 'sk_new' },
    });
    expect((await toGupshup(sandbox, { account: 'late', headers })).status).toBe(401);
    expect((await call('GET', 'accounts')).json).toMatchObject({
      gupshup: [{ appId: GUPSHUP.appId }, { appId: 'late' }],
    });
    expect(
      await call('POST', 'accounts', {
        provider: 'kaleyra',
        account: { sid: 'x', apiKey: 'y', phones: ['z'] },
      }),
    ).toMatchObject({ status: 400, json: { field: 'account.phones[0]' } });
  });

  it('say where they are when somebody asks for what is not there', async () => {
    const response = await fetch(`${sandbox.url}/v1/messages`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: expect.stringContaining('/_sandbox') });
  });
});

describe('a sandbox', () => {
  it('refuses to start with an account or a registration that cannot be', async () => {
    const accounts = { gupshup: [{ appId: '', token: 't' }] };
    await expect(createSandbox({ accounts })).rejects.toMatchObject({
      field: 'accounts.gupshup[0].appId',
    });
    const callbacks = [{ provider: 'gupshup', account: 'x', url: 'http://127.0.0.1/' }] as const;
    await expect(createSandbox({ callbacks })).rejects.toMatchObject({ field: 'account' });
  });

  it('gives the same ids under the same seed, and others under another', async () => {
    const idsUnder = async (seed: string): Promise<unknown[]> => {
      const seeded = await createSandbox({ seed });
      await toGupshup(seeded);
      await toKaleyra(seeded);
      const ids = seeded.messages().map(({ messageId, wamid }) => [messageId, wamid]);
      await seeded.close();
      return ids;
    };
    const first = await idsUnder('one');
    expect(await idsUnder('one')).toEqual(first);
    expect(await idsUnder('two')).not.toEqual(first);
  });

  it('listens on the loopback address alone, unless it is told otherwise', () => {
    expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { examples, type Message } from 'waypost/messages';
import { createHttp } from '../http/transport.js';
import { ProviderError } from '../provider-error.js';
import { VendorServer } from '../testing/index.js';
import type { GupshupOptions } from './gupshup.options.js';
import { GupshupProvider } from './gupshup.provider.js';

const APP = 'bf9ee64c-3d4d-4ac4-8a52-732e577007c4';
const TOKEN = 'sk_0123456789abcdef0123456789abcdef';
const CONTEXT = { attemptRef: 'msg_1.1', labels: ['campaign-7'] };
const ACCEPTED = { status: 200, json: { messages: [{ id: 'g-1' }] } };

let server: VendorServer;
beforeAll(async () => {
  server = await VendorServer.start();
});
afterAll(() => server.close());

const provider = (options: Partial<GupshupOptions> = {}) =>
  new GupshupProvider(
    { appId: APP, token: TOKEN, baseUrl: server.url, ...options },
    createHttp({ allowPrivate: true }),
  );

/** What arrives at the vendor when the message is sent. */
async function arrival(message: object, options?: Partial<GupshupOptions>) {
  server.will(ACCEPTED);
  await provider(options).send(message as Message, CONTEXT);
  const [request] = server.requests;
  if (!request) throw new Error('No request arrived.');
  return { ...request, json: JSON.parse(request.body.toString()) as Record<string, unknown> };
}

async function failure(status: number, json: unknown): Promise<ProviderError> {
  server.will({ status, json });
  const error = await provider()
    .send(examples.text, CONTEXT)
    .catch((reason: unknown) => reason);
  if (error instanceof ProviderError) return error;
  throw new Error('The message was not refused.');
}

// What every provider promises is in gupshup.conformance.spec.ts.
describe('GupshupProvider sends', () => {
  const text = { to: '+919876500001', type: 'text', text: { body: 'Hello' } };

  it.each([
    ['the lasting token of an app as it is', TOKEN, TOKEN],
    [
      'a JSON Web Token with Bearer',
      'eyJhbGci.eyJhcHAi.c2lnbmF0',
      'Bearer eyJhbGci.eyJhcHAi.c2lnbmF0',
    ],
    ['anything else that begins like one as it is', 'eyJhbGci.eyJhcHAi', 'eyJhbGci.eyJhcHAi'],
  ])('%s', async (_what, token, header) => {
    const { headers } = await arrival(text, { token });
    expect(headers.authorization).toBe(header);
    expect(headers['content-type']).toBe('application/json');
  });

  it.each(['', '/', '//'])('to the same path with %j at the end of the address', async (end) => {
    const { path } = await arrival(text, { baseUrl: server.url + end });
    expect(path).toBe(`/partner/app/${APP}/v3/message`);
  });

  it('through a gateway whose address has a path', async () => {
    const { path } = await arrival(text, { baseUrl: `${server.url}/relay/` });
    expect(path).toBe(`/relay/partner/app/${APP}/v3/message`);
  });

  it.each(['+919876500001', '919876500001', '+91 98765-00001', '+91 (98765) 00001'])(
    'to %s as digits alone',
    async (to) => {
      expect((await arrival({ ...text, to })).json.to).toBe('919876500001');
    },
  );

  it('to a group or to a business-scoped id as they are', async () => {
    const group = { ...text, recipient_type: 'group', to: 'Y2FwaV9ncm91cDox' };
    expect((await arrival(group)).json).toEqual({ messaging_product: 'whatsapp', ...group });
    const { to: _to, ...rest } = text;
    const user = { ...rest, recipient: 'IN.461449821882' };
    expect((await arrival(user)).json).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      ...user,
    });
  });

  it('no key that is null or undefined, but every null in what a flow is given', async () => {
    const flow = { flow_action_payload: { screen: 'A', data: { note: null } }, mode: null };
    const action = { name: 'flow', parameters: flow };
    const message = {
      ...text,
      recipient_type: null,
      context: undefined,
      image: { link: 'https://example.com/a.jpg', caption: null },
      interactive: { action, sections: [{ rows: [{ id: '1', description: null }] }] },
    };
    expect((await arrival(message)).json).toEqual({
      ...text,
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '919876500001',
      image: { link: 'https://example.com/a.jpg' },
      interactive: {
        action: {
          name: 'flow',
          parameters: { flow_action_payload: { screen: 'A', data: { note: null } } },
        },
        sections: [{ rows: [{ id: '1' }] }],
      },
    });
  });

  it('our reference only where the sender opted in and the caller left its field free', async () => {
    const data = { biz_opaque_callback_data: 'own' };
    const opted = { sendReference: true };
    expect((await arrival(text)).json).not.toHaveProperty('biz_opaque_callback_data');
    expect((await arrival(text, opted)).json.biz_opaque_callback_data).toBe('msg_1.1');
    const unset = { ...text, biz_opaque_callback_data: undefined };
    expect((await arrival(unset, opted)).json.biz_opaque_callback_data).toBe('msg_1.1');
    expect((await arrival({ ...text, ...data }, opted)).json.biz_opaque_callback_data).toBe('own');
    expect((await arrival({ ...text, ...data })).json.biz_opaque_callback_data).toBe('own');
  });

  it('and is refused in either envelope, with the words and the code of the vendor', async () => {
    expect(await failure(400, { message: 'Invalid App Details', status: 'error' })).toMatchObject({
      code: 'unauthorized',
      mayHaveBeenSent: false,
      scope: 'account',
      vendor: { status: 400, message: 'Invalid App Details' },
    });
    const error = { message: '(#100) Object does not exist', code: 100, error_subcode: 33 };
    expect(await failure(400, { error })).toMatchObject({
      code: 'unauthorized',
      vendor: { code: '100', message: '(#100) Object does not exist' },
      entry: { vendorCode: '100/33' },
    });
  });

  it('and is refused with a code that is not listed by what the text says', async () => {
    const answer = { status: 'error', code: 7777, message: 'Too Many Requests' };
    expect(await failure(400, answer)).toMatchObject({
      code: 'rate_limited',
      vendor: { code: '7777' },
    });
  });

  it.each([
    { status: 'error', message: 'Something new' },
    { status: 'ERROR' },
    { error: 'Something new' },
    { error: { code: 987654321 } },
    { error: true },
    { error: [{ message: 'Something new' }] },
  ])('and does not take %j in a 200 for an acceptance, nor for a refusal', async (json) => {
    expect(await failure(200, json)).toMatchObject({
      code: 'unrecognized',
      mayHaveBeenSent: true,
    });
  });

  it.each([false, null, '', [], {}])('and is accepted where the error is %j', async (error) => {
    server.will({ status: 200, json: { ...ACCEPTED.json, error } });
    const accepted = await provider().send(examples.text, CONTEXT);
    expect(accepted.providerMessageId).toBe('g-1');
  });

  // What stands before the vendor likes to repeat the status as a code; Gupshup's own 500 is one of callbacks.
  it.each([
    [500, { status: 'error', code: 500, message: 'Upstream lost' }],
    [503, { status: 'error', code: '503', message: 'Upstream lost' }],
    [500, { error: { code: 500, message: 'Upstream lost' } }],
    [503, { error: { code: 503, message: 'Upstream lost', status: 'UNAVAILABLE' } }],
    [502, { error: { code: 4001, message: 'Not a code of Meta' } }],
    [500, { status: 'error', code: 4002, message: 'Invalid Response From WhatsApp.' }],
  ])('and does not know what a %d with %j means for the message', async (status, json) => {
    expect(await failure(status, json)).toMatchObject({
      code: 'unavailable',
      mayHaveBeenSent: true,
    });
  });

  it("and is refused by a code of Meta's that stands in the text alone", async () => {
    const message = '(#130429) Rate limit hit';
    expect(await failure(400, { status: 'error', message })).toMatchObject({
      code: 'rate_limited',
      scope: 'sender',
      mayHaveBeenSent: false,
      vendor: { code: '130429', message },
    });
  });

  it('and keeps the text of a refusal that has no envelope', async () => {
    expect(await failure(403, { message: 'Forbidden' })).toMatchObject({
      code: 'unauthorized',
      mayHaveBeenSent: false,
      vendor: { message: 'Forbidden' },
    });
  });
});

it('rejects, and does not throw, where it is called without a message', async () => {
  const sent = provider().send(undefined as unknown as Message, CONTEXT);
  await expect(sent).rejects.toThrow(TypeError);
});

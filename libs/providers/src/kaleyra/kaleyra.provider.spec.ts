import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Message } from 'waypost/messages';
import { CallbackRejected, createHttp, ProviderError, type SendContext } from 'waypost/providers';
import { VendorServer } from 'waypost/providers/testing';
import type { KaleyraOptions } from './kaleyra.options.js';
import { KaleyraProvider } from './kaleyra.provider.js';

const API_KEY = 'A0123456789abcdef0123456789abcdef';
const ACCOUNT = { sid: 'HXAP2142XX', apiKey: API_KEY, phone: '+918635920000' } as const;
const HELLO = { to: '+919876500001', type: 'text', text: { body: 'Hello' } } as const;
const CONTEXT: SendContext = { attemptRef: 'msg_1.1' };
const ACCEPTED = {
  status: 202,
  json: { code: 'WA202', message: 'Request Accepted', data: { message_id: 'A1' }, error: {} },
};

describe('the Kaleyra provider', () => {
  let server: VendorServer;
  const http = createHttp({ allowPrivate: true });
  beforeAll(async () => {
    server = await VendorServer.start();
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.will(ACCEPTED);
  });

  const provider = (options: Partial<KaleyraOptions> = {}) =>
    new KaleyraProvider({ ...ACCOUNT, baseUrl: server.url, ...options }, http);

  async function refusal(message: Message = HELLO, context = CONTEXT): Promise<ProviderError> {
    const error = await provider()
      .send(message, context)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProviderError);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(API_KEY);
    return error as ProviderError;
  }

  const sentBody = () =>
    JSON.parse(server.requests[0]?.body.toString() ?? '') as {
      messaging_object: Record<string, unknown>;
      extra_info: Record<string, unknown>;
    };

  describe('writes the request', () => {
    it('with the number in the path after a raw plus, and nothing that the vendor does not ask for', async () => {
      await provider({ phone: '918635920000' }).send(HELLO, CONTEXT);
      expect(server.requests).toHaveLength(1);
      expect(server.requests[0]).toMatchObject({
        method: 'POST',
        path: '/v2/HXAP2142XX/whatsapp/+918635920000/messages',
        headers: { 'api-key': API_KEY, 'content-type': 'application/json' },
      });
      expect(server.requests[0]?.headers).not.toHaveProperty('cache-control');
    });

    it('with extra_info beside the message, without labels that were not given', async () => {
      await provider({ waSource: 'zoho' }).send(HELLO, CONTEXT);
      expect(sentBody()).toEqual({
        messaging_object: {
          messaging_product: 'whatsapp',
          recipient_type: 'individual',
          to: '+919876500001',
          type: 'text',
          text: { body: 'Hello' },
        },
        extra_info: { ref: 'msg_1.1', wa_source: 'zoho' },
      });
    });

    it('without what is null, except in what a flow is given', async () => {
      const data = { note: null };
      const flow = { type: 'flow', action: { parameters: { mode: null, data } }, header: null };
      const message = { ...HELLO, recipient_type: null, context: null, interactive: flow };
      await provider().send(message as unknown as Message, CONTEXT);
      expect(sentBody().messaging_object).toEqual({
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        ...HELLO,
        interactive: { type: 'flow', action: { parameters: { data } } },
      });
    });

    it.each([
      ['919876500001', '+919876500001'],
      ['+91 98765-00001', '+919876500001'],
      ['(91) 9876500001', '+919876500001'],
    ])('with %j as the recipient %j', async (to, sent) => {
      await provider().send({ ...HELLO, to }, CONTEXT);
      expect(sentBody().messaging_object.to).toBe(sent);
    });

    it('with the preview flag as the caller gave it', async () => {
      const text = { body: 'https://example.com', preview_url: 'false' };
      await provider().send({ ...HELLO, text } as unknown as Message, CONTEXT);
      expect(sentBody().messaging_object.text).toEqual(text);
    });

    it('of a message that is frozen to its depths', async () => {
      const message = Object.freeze({ ...HELLO, text: Object.freeze({ body: 'Hello' }) });
      await provider().send(message, Object.freeze({ ...CONTEXT, labels: Object.freeze(['a']) }));
      expect(sentBody().extra_info).toEqual({ ref: 'msg_1.1', ref1: 'a', wa_source: 'api' });
    });

    it('below whatever path the address has', async () => {
      await provider({ baseUrl: `${server.url}/kaleyra/` }).send(HELLO, CONTEXT);
      expect(server.requests[0]?.path).toMatch(/^\/kaleyra\/v2\/HXAP2142XX\//);
    });
  });

  describe('refuses before anything is written', () => {
    const long = 'x'.repeat(256);

    it.each([
      ['attempt reference', { attemptRef: long }],
      ['first label', { attemptRef: 'a', labels: [long] }],
      ['second label', { attemptRef: 'a', labels: ['', long] }],
    ])('an %s of 256 characters', async (name, context) => {
      const error = await refusal(HELLO, context);
      expect(error).toMatchObject({ code: 'invalid', mayHaveBeenSent: false });
      expect(error.message).toContain(`The ${name} has 256 characters`);
      expect(server.received).toBe(0);
    });

    it('a message to a user without a number', async () => {
      const { to: _, ...nobody } = HELLO;
      const hidden = { ...nobody, recipient: 'US.13491208655302741918' };
      expect(provider().supports(hidden)).toBe(false);
      const error = await refusal(hidden);
      expect(error).toMatchObject({ code: 'unsupported', mayHaveBeenSent: false });
      expect(server.received).toBe(0);
    });

    it('but no reference of 255 characters, however many units they take', async () => {
      const labels = ['x'.repeat(255), '😀'.repeat(255)];
      await provider().send(HELLO, { attemptRef: 'a', labels });
      expect(sentBody().extra_info).toMatchObject({ ref1: labels[0], ref2: labels[1] });
    });
  });

  describe('verifies a callback', () => {
    const callback = (headers: Record<string, string | undefined>) =>
      ({ method: 'GET', headers, query: {}, body: new Uint8Array() }) as const;

    it('by any header, in any case', () => {
      const kaleyra = provider({
        callbackHeader: 'X-Callback-Key',
        callbackSecret: 's3cret value',
      });
      expect(() => kaleyra.verify(callback({ 'x-callback-KEY': 's3cret value' }))).not.toThrow();
      expect(() => kaleyra.verify(callback({ authorization: 's3cret value' }))).toThrow(
        CallbackRejected,
      );
    });

    it.each([
      [{}],
      [{ authorization: undefined }],
      [{ authorization: '' }],
      [{ authorization: 'Bearer abc' }],
      [{ authorization: 'Bearer abcde' }],
      [{ authorization: 'bearer abcd' }],
    ])('and rejects one with %j', (headers) => {
      const kaleyra = provider({ callbackSecret: 'Bearer abcd' });
      expect(() => kaleyra.verify(callback(headers))).toThrow(CallbackRejected);
    });

    it('without looking where no secret is configured', () => {
      expect(() => provider().verify(callback({}))).not.toThrow();
    });
  });

  it('shows no credential when it is inspected', () => {
    const shown = inspect(provider({ callbackSecret: 'Bearer abcd' }), {
      depth: 10,
      showHidden: true,
    });
    expect(shown).not.toContain(API_KEY);
    expect(shown).not.toContain('abcd');
  });

  it('counts the numbers of one SID as one account', () => {
    expect(KaleyraProvider.accountKey(ACCOUNT)).toBe(
      KaleyraProvider.accountKey({ ...ACCOUNT, apiKey: 'A2', phone: '+12025550143' }),
    );
  });
});

import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ErrorCode, Message } from 'waypost/messages';
import {
  CallbackRejected,
  createHttp,
  InvalidOptions,
  parseOptions,
  ProviderError,
  type SendContext,
} from 'waypost/providers';
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

    it('a message to a user without a number, and one to a group', async () => {
      const { to: _, ...nobody } = HELLO;
      const hidden = { ...nobody, recipient: 'US.13491208655302741918' };
      const group = { ...HELLO, recipient_type: 'group' } as unknown as Message;
      for (const message of [hidden, group]) {
        expect(provider().supports(message)).toBe(false);
        const error = await refusal(message);
        expect(error).toMatchObject({ code: 'unsupported', mayHaveBeenSent: false });
      }
      expect(server.received).toBe(0);
    });

    it('but no reference of 255 characters, however many units they take', async () => {
      const labels = ['x'.repeat(255), '😀'.repeat(255)];
      await provider().send(HELLO, { attemptRef: 'a', labels });
      expect(sentBody().extra_info).toMatchObject({ ref1: labels[0], ref2: labels[1] });
    });
  });

  describe('takes for an acceptance', () => {
    it.each([
      ['WA202 with an id and an empty error', 202, ACCEPTED.json, 'A1'],
      ['WA200 with an id', 200, { ...ACCEPTED.json, code: 'WA200' }, 'A1'],
      ['an id under a code nobody knows', 201, { code: 'OK', data: { message_id: 'A1' } }, 'A1'],
      ['WA202 without an id', 202, { code: 'WA202', data: {}, error: {} }, undefined],
      ['a number in place of the code', 200, { code: 200, message: 'ok', error: {} }, undefined],
      ['an empty object', 202, {}, undefined],
    ])('%s', async (_, status, json, providerMessageId) => {
      server.will({ status, json });
      const accepted = await provider().send(HELLO, CONTEXT);
      expect(accepted).toEqual({
        raw: json,
        ...(providerMessageId === undefined ? {} : { providerMessageId }),
      });
    });
  });

  describe('tells the documented failures apart', () => {
    const wa401 = 'Phone number is not present or does not belong to the account.';
    const account = 'API is not available for given customer.Please contact support for more info';
    const version =
      "The phone number you're using is associated with different Version of our WA API. Please use the appropriate endpoint.";
    const balance = 'Please check your balance, You have a low balance!';

    const failures: readonly [
      status: number,
      code: string,
      message: string,
      data: unknown,
      error: Record<string, string>,
      ours: ErrorCode,
      remedy: RegExp,
    ][] = [
      [
        401,
        'RBC001',
        'Incorrect SID or API key.',
        [],
        { error: 'Incorrect SID or API key.' },
        'unauthorized',
        /SID or API key/,
      ],
      [401, 'WA401', wa401, {}, { phone_number: wa401 }, 'unauthorized', /phone number/],
      [401, 'WA-401', account, {}, { account }, 'unauthorized', /open the WhatsApp API/],
      [401, 'WA-401', version, {}, { phone_number: version }, 'unauthorized', /version 2/],
      [
        400,
        'WA400',
        'Refer to correct payload format',
        {},
        { payload: 'Incorrect payload format' },
        'invalid',
        /Correct the message/,
      ],
      [400, 'E110', balance, {}, { balance }, 'unauthorized', /balance/],
      [
        500,
        'WA500',
        'Please try again later',
        {},
        { error: 'Internal server error' },
        'unavailable',
        /5, 10 and 15 minutes/,
      ],
    ];

    it.each(failures)('%i %s: %s', async (status, code, message, data, error, ours, remedy) => {
      server.will({ status, json: { code, message, data, error } });
      const thrown = await refusal();
      expect(thrown).toMatchObject({
        code: ours,
        mayHaveBeenSent: false,
        vendor: { status, code, message },
      });
      expect(thrown.remedy).toMatch(remedy);
      expect(server.received).toBe(1);
    });

    it('each with a remedy of its own', async () => {
      const remedies = new Set<string | undefined>();
      for (const [status, code, message, data, error] of failures) {
        server.will({ status, json: { code, message, data, error } });
        remedies.add((await refusal()).remedy);
      }
      expect(remedies.size).toBe(failures.length);
    });

    it('also inside a success, where there is no id', async () => {
      server.will({
        status: 200,
        json: { code: 'WA400', message: 'Refer', data: {}, error: { payload: 'x' } },
      });
      expect(await refusal()).toMatchObject({ code: 'invalid', mayHaveBeenSent: false });
    });

    it('and codes of Meta that come through', async () => {
      const error = { code: 131016, message: '(#131016) Service unavailable' };
      server.will({ status: 500, json: { error } });
      expect(await refusal()).toMatchObject({
        code: 'unavailable',
        mayHaveBeenSent: false,
        vendor: { code: '131016', message: '(#131016) Service unavailable' },
      });
    });

    it.each([
      [
        'an undocumented refusal',
        422,
        { code: 'WA999', message: 'No', error: { x: 'y' } },
        'unrecognized',
        false,
      ],
      [
        'an undocumented failure of the server',
        500,
        { code: 'WA999', message: 'Oops' },
        'unavailable',
        true,
      ],
      [
        'an error in a success that nobody documents',
        200,
        { code: 'WA999', error: { x: 'y' } },
        'unrecognized',
        true,
      ],
      ['an error that is only text', 400, { error: 'no such thing' }, 'unrecognized', false],
      ['too many requests', 429, { message: 'Too Many Requests' }, 'rate_limited', false],
      [
        'an unknown meaning of WA-401',
        401,
        { code: 'WA-401', error: { zone: 'y' } },
        'unauthorized',
        false,
      ],
    ] as const)('from %s', async (_, status, json, code, mayHaveBeenSent) => {
      server.will({ status, json });
      expect(await refusal()).toMatchObject({ code, mayHaveBeenSent });
    });

    it('in words a person can read, whichever key they stand under', async () => {
      server.will({ status: 400, json: { error: { balance: 'You have a low balance' } } });
      expect((await refusal()).message).toBe('The vendor answered 400: You have a low balance');
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

describe('the options of Kaleyra', () => {
  const parse = (options: object) => () =>
    parseOptions(KaleyraProvider, { ...ACCOUNT, ...options }, 'otp');

  async function urlFor(options: object): Promise<string | undefined> {
    const http = createHttp();
    let url: string | undefined;
    http.axiosRef.interceptors.request.use((config) => {
      url = config.url;
      throw new Error('Nothing leaves this test.');
    });
    const kaleyra = new KaleyraProvider(parse(options)(), http);
    await expect(kaleyra.send(HELLO, CONTEXT)).rejects.toMatchObject({ mayHaveBeenSent: false });
    return url;
  }

  it.each([
    [{}, 'https://api.in.kaleyra.io/v2/'],
    [{ pod: 'in' }, 'https://api.in.kaleyra.io/v2/'],
    [{ pod: 'sg' }, 'https://api.ap.kaleyra.io/v2/'],
    [{ pod: 'eu' }, 'https://api.eu.kaleyra.io/v2/'],
    [{ pod: 'eu', baseUrl: 'https://api.kaleyra.io' }, 'https://api.kaleyra.io/v2/'],
  ])('choose the host: %j', async (options, start) => {
    expect(await urlFor(options)).toBe(`${start}HXAP2142XX/whatsapp/+918635920000/messages`);
  });

  it.each([
    [{ sid: '' }, /sid must be the SID/],
    [{ sid: '../x' }, /sid must be the SID/],
    [{ apiKey: 'with space' }, /apiKey must be a key/],
    [{ phone: '0123' }, /phone must be the business number in E\.164/],
    [{ pod: 'na' }, /pod must be one of in, sg, eu; for any other host set baseUrl/],
    [{ baseUrl: 'api.in.kaleyra.io' }, /baseUrl must be an http or https address/],
    [{ baseUrl: 'https://api.in.kaleyra.io?x=1' }, /baseUrl must be an http or https address/],
    [{ baseUrl: 'https://u:p@api.in.kaleyra.io' }, /baseUrl must be an http or https address/],
    [{ waSource: 'API' }, /waSource must be one of api, clevertap, /],
    [{ callbackHeader: 'no header' }, /callbackHeader must be the name of an HTTP header/],
    [{ callbackSecret: '' }, /callbackSecret must/],
    [{ callbackSecret: ' x\n' }, /callbackSecret must be the exact value/],
    [{ apikey: 'A' }, /There is no option apikey/],
  ])('are refused as %j', (options, problem) => {
    expect(parse(options)).toThrow(InvalidOptions);
    expect(parse(options)).toThrow(problem);
  });

  it('take an address without a top-level domain, for development', () => {
    expect(parse({ baseUrl: 'http://localhost:3100' })().baseUrl).toBe('http://localhost:3100');
    expect(parse({ baseUrl: 'http://127.0.0.1:3100' })().baseUrl).toBe('http://127.0.0.1:3100');
  });
});

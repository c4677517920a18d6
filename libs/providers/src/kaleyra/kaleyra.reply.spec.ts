import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ErrorCode } from 'waypost/messages';
import { createHttp, ProviderError } from 'waypost/providers';
import { VendorServer } from 'waypost/providers/testing';
import { KaleyraProvider } from './kaleyra.provider.js';

const API_KEY = 'A0123456789abcdef0123456789abcdef';
const HELLO = { to: '+919876500001', type: 'text', text: { body: 'Hello' } } as const;
const CONTEXT = { attemptRef: 'msg_1.1' };
const ACCEPTED = {
  code: 'WA202',
  message: 'Request Accepted',
  data: { message_id: 'A1' },
  error: {},
};

describe('an answer of Kaleyra', () => {
  let server: VendorServer;
  beforeAll(async () => {
    server = await VendorServer.start();
  });
  afterAll(() => server.close());

  function send() {
    const options = { sid: 'HXAP2142XX', apiKey: API_KEY, phone: '+918635920000' };
    const http = createHttp({ allowPrivate: true });
    return new KaleyraProvider({ ...options, baseUrl: server.url }, http).send(HELLO, CONTEXT);
  }

  async function refusal(): Promise<ProviderError> {
    const error = await send().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProviderError);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(API_KEY);
    return error as ProviderError;
  }

  describe('is an acceptance with', () => {
    it.each([
      ['WA202 with an id and an empty error', 202, ACCEPTED, 'A1'],
      ['WA200 with an id', 200, { ...ACCEPTED, code: 'WA200' }, 'A1'],
      ['an id under a code nobody knows', 201, { code: 'OK', data: { message_id: 'A1' } }, 'A1'],
      ['WA202 without an id', 202, { code: 'WA202', data: {}, error: {} }, undefined],
      ['a number in place of the code', 200, { code: 200, message: 'ok', error: {} }, undefined],
      ['an error that says there is none', 202, { message: 'ok', error: false }, undefined],
      [
        'an id, whatever else is said',
        200,
        { code: 'OK', data: { message_id: 'A1' }, error: true },
        'A1',
      ],
      ['an empty list of errors', 200, { error: [] }, undefined],
      ['an empty object', 202, {}, undefined],
    ])('%s', async (_, status, json, providerMessageId) => {
      server.will({ status, json });
      const accepted = await send();
      expect(accepted).toEqual({
        raw: json,
        ...(providerMessageId === undefined ? {} : { providerMessageId }),
      });
    });
  });

  describe('tells the failures apart', () => {
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

    it("and codes of Meta in the place of Kaleyra's own", async () => {
      const json = { code: '130429', message: 'Rate limit hit', data: {}, error: { error: 'x' } };
      server.will({ status: 400, json });
      expect(await refusal()).toMatchObject({
        code: 'rate_limited',
        scope: 'sender',
        mayHaveBeenSent: false,
      });
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
      ['an error that is only true', 200, { error: true }, 'unrecognized', true],
      ['a list of errors', 200, { error: [{ code: 'x' }] }, 'unrecognized', true],
      ['a code alone that nobody documents', 200, { code: 'WA999' }, 'unrecognized', true],
      ['a code in words', 202, { code: 'FAILED', message: 'No', data: {} }, 'unrecognized', true],
      ['a long number that nobody documents', 200, { code: 987654321 }, 'unrecognized', true],
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
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createSandbox, type Sandbox } from '../sandbox.js';
import {
  answerOf,
  KALEYRA,
  KALEYRA_PHONE,
  textTo,
  toKaleyra,
  USER,
} from '../testing/vendor-calls.js';

const JSON_KEY = { 'api-key': KALEYRA.apiKey, 'content-type': 'application/json' };
const ALREADY_V1 = '+447700900101';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await createSandbox({
    accounts: {
      kaleyra: [
        { ...KALEYRA, phones: [KALEYRA_PHONE, { phone: ALREADY_V1, version: 'v1' }] },
        { ...KALEYRA, sid: 'CLOSED', apiEnabled: false },
        { ...KALEYRA, sid: 'POOR', balance: 1 },
        { ...KALEYRA, sid: 'OTHER-WORDS', successCode: 'WA200', messageIds: 'uuid' },
        { ...KALEYRA, sid: 'STRICT', strictRefs: true },
      ],
    },
  });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.clearMessages());

/** The message of Kaleyra's page, with `extra_info` where its request format puts it. */
const VIDEO = {
  messaging_object: {
    ...textTo(`+${USER}`),
    type: 'video',
    video: { id: '1166846181421424', caption: 'Splendid festive celebrations' },
  },
  extra_info: { ref: 'customer1', ref1: 'marketing', ref2: 'dictionary', wa_source: 'api' },
};

describe('Kaleyra v2 messages', () => {
  it('accepts the video message of its page', async () => {
    const response = await toKaleyra(sandbox, { body: VIDEO });
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({
      code: 'WA202',
      message: 'Request Accepted',
      data: { message_id: expect.stringMatching(/^A[0-9A-Z]{19}$/) },
      error: {},
    });
  });

  it.each(['+918635920000', '%2B918635920000', '918635920000'])(
    'knows its number in the path as %s',
    async (phone) => {
      expect((await toKaleyra(sandbox, { phone })).status).toBe(202);
      expect(sandbox.messages()[0]?.path).toContain(`/whatsapp/${phone}/messages`);
    },
  );

  it('can answer with the other success code and with UUIDs', async () => {
    const response = await toKaleyra(sandbox, { account: 'OTHER-WORDS' });
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({
      code: 'WA200',
      data: { message_id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
  });

  it('accepts a read receipt, which has neither recipient nor type', async () => {
    const messaging_object = {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: 'wamid.HBgL',
      typing_indicator: { type: 'text' },
    };
    expect((await toKaleyra(sandbox, { body: { messaging_object } })).status).toBe(202);
  });

  it('takes a message without a type for a text', async () => {
    const messaging_object = { ...textTo(`+${USER}`), type: undefined };
    expect((await toKaleyra(sandbox, { body: { messaging_object } })).status).toBe(202);
    expect(sandbox.messages()[0]?.type).toBe('text');
  });

  const RBC001 =
    '{"code":"RBC001","message":"Incorrect SID or API key.","data":[],"error":{"error":"Incorrect SID or API key."}}';
  it.each([
    ['an unknown SID', { account: 'NOBODY' }, 401, RBC001],
    ['no key', { headers: { 'content-type': 'application/json' } }, 401, RBC001],
    ['a wrong key', { headers: { ...JSON_KEY, 'api-key': 'Awrong' } }, 401, RBC001],
    [
      "a number that is not the account's",
      { phone: '+447700900999' },
      401,
      '{"code":"WA401","message":"Phone number is not present or does not belong to the account.","data":{},"error":{"phone_number":"Phone number is not present or does not belong to the account."}}',
    ],
    [
      'an account without the API',
      { account: 'CLOSED' },
      401,
      '{"code":"WA-401","message":"API is not available for given customer.Please contact support for more info","data":{},"error":{"account":"API is not available for given customer.Please contact support for more info"}}',
    ],
    [
      'a number of version 1',
      { phone: ALREADY_V1 },
      401,
      '{"code":"WA-401","message":"The phone number you\'re using is associated with different Version of our WA API. Please use the appropriate endpoint.","data":{},"error":{"phone_number":"The phone number you\'re using is associated with different Version of our WA API. Please use the appropriate endpoint."}}',
    ],
  ])('refuses %s', async (_, call, status, body) => {
    expect(await answerOf(toKaleyra(sandbox, call))).toEqual({ status, body });
    expect(sandbox.messages()[0]).toMatchObject({ accepted: false, answered: { status, body } });
  });

  const WA400 =
    '{"code":"WA400","message":"Refer to correct payload format","data":{},"error":{"payload":"Incorrect payload format"}}';
  const object = textTo(`+${USER}`);
  it.each<[string, unknown, RegExp]>([
    ['what is not JSON', '{', /not a JSON object/],
    ["Meta's object without its envelope", object, /messaging_object/],
    [
      'another product',
      { messaging_object: { ...object, messaging_product: 'x' } },
      /messaging_product/,
    ],
    ['an unknown type', { messaging_object: { ...object, type: 'hologram' } }, /hologram/],
    [
      'a type without its object',
      { messaging_object: { ...object, type: 'image' } },
      /image object/,
    ],
    [
      'media with neither id nor link',
      { messaging_object: { ...object, type: 'video', video: { caption: 'x' } } },
      /exactly one/,
    ],
    [
      'media with both id and link',
      {
        messaging_object: {
          ...object,
          type: 'video',
          video: { id: '1', link: 'https://e.example.com' },
        },
      },
      /exactly one/,
    ],
    [
      'a recipient that is no number',
      { messaging_object: { ...object, to: 'nobody' } },
      /^to must/,
    ],
    ['extra_info that is no object', { messaging_object: object, extra_info: 'x' }, /extra_info/],
    [
      'a reference that is no text',
      { messaging_object: object, extra_info: { ref: 7 } },
      /ref must/,
    ],
  ])('refuses %s with WA400', async (_, body, reason) => {
    const response = await toKaleyra(sandbox, { body });
    expect(response.headers.get('x-sandbox-reason')).toMatch(reason);
    expect(await answerOf(response)).toEqual({ status: 400, body: WA400 });
  });

  it('refuses every content type but JSON', async () => {
    const headers = { 'api-key': KALEYRA.apiKey, 'content-type': 'text/plain' };
    expect(await answerOf(toKaleyra(sandbox, { headers }))).toEqual({ status: 400, body: WA400 });
  });

  it('refuses long references only where it was told to', async () => {
    const body = { messaging_object: object, extra_info: { ref: 'x'.repeat(256) } };
    expect((await toKaleyra(sandbox, { body })).status).toBe(202);
    expect((await toKaleyra(sandbox, { body, account: 'STRICT' })).status).toBe(400);
  });

  it('refuses with E110 once the balance is used up', async () => {
    expect((await toKaleyra(sandbox, { account: 'POOR' })).status).toBe(202);
    expect(await answerOf(toKaleyra(sandbox, { account: 'POOR' }))).toEqual({
      status: 400,
      body: '{"code":"E110","message":"Please check your balance, You have a low balance!","data":{},"error":{"balance":"Please check your balance, You have a low balance!"}}',
    });
  });
});

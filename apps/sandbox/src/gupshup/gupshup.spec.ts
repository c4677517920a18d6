import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createSandbox, type Sandbox } from '../sandbox.js';
import { answerOf, GUPSHUP, textTo, toGupshup, USER } from '../testing/vendor-calls.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const OTHER = {
  appId: '5c0e91a2-0000-4000-8000-000000000002',
  token: 'sk_another',
  phone: '+919876500001',
};
const NOT_JSON = '{"message":"Invalid JSON payload","status":"error"}';
const json = { 'content-type': 'application/json' };

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await createSandbox({
    accounts: {
      gupshup: [
        GUPSHUP,
        OTHER,
        { ...OTHER, appId: 'unbilled', callbackBilling: false },
        { ...OTHER, appId: 'on-premises', cloud: false },
        { ...OTHER, appId: 'scoped', bsuid: true },
      ],
    },
  });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.clearMessages());

/** The four messages of Gupshup's pages, placeholders filled and one of id and link chosen. */
const SEEDS = {
  video: {
    ...textTo(USER),
    type: 'video',
    video: { link: 'https://www.example.com/video.mp4', caption: 'Caption' },
  },
  image: {
    ...textTo(USER),
    type: 'image',
    image: { id: '1479537139650973', caption: 'Succulent' },
  },
  template: {
    ...textTo(USER),
    type: 'template',
    template: {
      name: 'order_shipped',
      language: { code: 'en_US' },
      components: [
        {
          type: 'header',
          parameters: [{ type: 'image', image: { link: 'https://www.example.com/a.png' } }],
        },
        { type: 'body', parameters: [{ type: 'text', text: 'Text' }] },
      ],
    },
  },
  interactive: {
    ...textTo(USER),
    type: 'interactive',
    interactive: {
      type: 'button',
      body: { text: 'Body' },
      action: { buttons: [{ type: 'reply', reply: { id: 'yes', title: 'Yes' } }] },
    },
  },
};

describe('Gupshup v3/message', () => {
  it.each(Object.entries(SEEDS))('accepts the %s message of its page', async (_, body) => {
    const response = await toGupshup(sandbox, { body });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toEqual({
      messages: [{ id: expect.stringMatching(UUID) }],
      messaging_product: 'whatsapp',
      contacts: [{ input: USER, wa_id: USER }],
    });
  });

  it.each([
    ['Authorization, raw', { authorization: GUPSHUP.token }],
    ['Authorization as Bearer', { authorization: `Bearer ${GUPSHUP.token}` }],
    ['the token header', { token: GUPSHUP.token }],
  ])('takes the token in %s', async (_, headers) => {
    const { status } = await toGupshup(sandbox, { headers: { ...headers, ...json } });
    expect(status).toBe(200);
  });

  it('takes a form whose objects are JSON texts', async () => {
    const form = new URLSearchParams({
      messaging_product: 'whatsapp',
      to: `+${USER}`,
      type: 'document',
      document: JSON.stringify({ link: 'https://www.example.com/a.pdf', filename: 'a.pdf' }),
    });
    const response = await toGupshup(sandbox, {
      headers: {
        authorization: GUPSHUP.token,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: form.toString(),
    });
    expect(response.status).toBe(200);
    expect(sandbox.messages()[0]).toMatchObject({ to: USER, type: 'document', accepted: true });
  });

  it('repeats the recipient as it was written', async () => {
    const response = await toGupshup(sandbox, { body: textTo('+1 202-555-0100') });
    expect(await response.json()).toMatchObject({
      contacts: [{ input: '+1 202-555-0100', wa_id: '+1 202-555-0100' }],
    });
  });

  it.each([
    ['no token', { headers: json }, 401, '{"status":"error","message":"Authentication Failed"}'],
    [
      'an unknown token',
      { headers: { authorization: 'sk_nobody', ...json } },
      401,
      '{"status":"error","message":"Authentication Failed"}',
    ],
    [
      'an unknown app',
      { account: 'nowhere' },
      400,
      '{"message":"Invalid App Details","status":"error"}',
    ],
    [
      "another app's token",
      { headers: { authorization: OTHER.token, ...json } },
      401,
      '{"status":"error","message":"Unauthorised access to the resource. Please review request parameters and headers and retry"}',
    ],
    [
      'an app without Callback Billing',
      { account: 'unbilled', headers: { authorization: OTHER.token, ...json } },
      400,
      '{"message":"Callback Billing must be enabled for this API","status":"error"}',
    ],
    [
      'an app that is not on the cloud',
      { account: 'on-premises', headers: { authorization: OTHER.token, ...json } },
      400,
      '{"message":"The provided app is not of the expected type for this API. Please ensure that the app is on the cloud.","status":"error"}',
    ],
  ])('refuses %s', async (_, call, status, body) => {
    expect(await answerOf(toGupshup(sandbox, call))).toEqual({ status, body });
    expect(sandbox.messages()[0]).toMatchObject({
      accepted: false,
      requestRead: true,
      answered: { status, body },
    });
  });

  const media = { ...textTo(USER), type: 'video' };
  it.each<[string, unknown, RegExp]>([
    ['what is not JSON', '{"to":', /not a JSON object/],
    ['JSON that is not an object', '[1]', /not a JSON object/],
    ['an empty body', '', /not a JSON object/],
    ['another product', { ...textTo(USER), messaging_product: 'sms' }, /messaging_product/],
    ['another kind of recipient', { ...textTo(USER), recipient_type: 'herd' }, /recipient_type/],
    ['no recipient', { ...textTo(USER), to: undefined }, /^to must/],
    ['a recipient that is no number', textTo('nobody'), /^to must/],
    ['no type', { ...textTo(USER), type: undefined }, /type is missing/],
    ['an unknown type', { ...textTo(USER), type: 'hologram' }, /hologram/],
    ['a type without its object', { ...textTo(USER), type: 'image' }, /image object is missing/],
    ['media with neither id nor link', { ...media, video: {} }, /exactly one of id and link/],
    [
      'media with both',
      { ...media, video: { id: '1', link: 'https://e.example.com' } },
      /exactly one/,
    ],
    ['a text without a body', { ...textTo(USER), text: {} }, /text\.body/],
    [
      'a template without a name',
      { ...textTo(USER), type: 'template', template: {} },
      /template\.name/,
    ],
    [
      'a template without a language',
      { ...textTo(USER), type: 'template', template: { name: 'a' } },
      /language/,
    ],
    [
      'an unknown interactive type',
      { ...textTo(USER), type: 'interactive', interactive: { type: 'dance', action: {} } },
      /interactive\.type/,
    ],
    [
      'an interactive without an action',
      { ...textTo(USER), type: 'interactive', interactive: { type: 'list' } },
      /interactive\.action/,
    ],
    ['a reaction to nothing', { ...textTo(USER), type: 'reaction', reaction: {} }, /message_id/],
    [
      'a location without coordinates',
      { ...textTo(USER), type: 'location', location: {} },
      /latitude/,
    ],
    ['no contacts', { ...textTo(USER), type: 'contacts', contacts: [] }, /contacts/],
    ['an empty context', { ...textTo(USER), context: {} }, /context/],
  ])(
    'refuses %s as the one documented wrong payload, and says why in a header',
    async (_, body, reason) => {
      const response = await toGupshup(sandbox, { body });
      expect(response.headers.get('x-sandbox-reason')).toMatch(reason);
      expect(await answerOf(response)).toEqual({ status: 400, body: NOT_JSON });
      expect(sandbox.messages()[0]).toMatchObject({
        accepted: false,
        refusedBecause: expect.stringMatching(reason),
      });
    },
  );

  it('takes a business-scoped user id only where the app has them enabled', async () => {
    const body = { ...textTo(USER), to: undefined, recipient: 'IN.4614498218820000' };
    const headers = { authorization: OTHER.token, ...json };
    const enabled = await toGupshup(sandbox, { account: 'scoped', headers, body });
    const disabled = await toGupshup(sandbox, { account: OTHER.appId, headers, body });
    expect([enabled.status, disabled.status]).toEqual([200, 400]);
  });

  it('reads a body that comes in pieces, and refuses one that is too large', async () => {
    const large = await toGupshup(sandbox, { body: 'x'.repeat(11 * 1024 * 1024) }).catch(
      () => undefined,
    );
    expect(large === undefined || large.status === 413).toBe(true);
    const pieces = { ...textTo(USER), text: { body: 'y'.repeat(300_000) } };
    expect((await toGupshup(sandbox, { body: pieces })).status).toBe(200);
    const [first, second] = sandbox.messages();
    expect(first).toMatchObject({ requestRead: false, accepted: false });
    expect(second?.rawBody).toBe(JSON.stringify(pieces));
  });
});

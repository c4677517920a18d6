import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSandbox, type Sandbox } from '../sandbox.js';
import { recordingReceiver, type RecordingReceiver } from '../testing/recording-receiver.js';
import {
  GUPSHUP,
  KALEYRA,
  KALEYRA_PHONE,
  textTo,
  toGupshup,
  toKaleyra,
  USER,
} from '../testing/vendor-calls.js';

const NOW = 1_750_000_000_000;
const SECONDS = '1750000000';
const A_DAY_LATER = '1750086400';

let receiver: RecordingReceiver;
let sandbox: Sandbox;

beforeEach(async () => {
  receiver = await recordingReceiver();
  sandbox = await createSandbox({ stepMs: 0, clock: { now: () => NOW } });
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

const template = {
  ...textTo(USER),
  type: 'template',
  template: { name: 'order_shipped', language: { code: 'en_US' } },
};

/** Sends one message and returns its ids when everything about it was told. */
const sendToGupshup = async (body: unknown = template) => {
  const response = await toGupshup(sandbox, { body });
  expect(response.status).toBe(200);
  await sandbox.settled();
  const entry = sandbox.messages().at(-1);
  return { G: entry?.messageId ?? '', W: entry?.wamid ?? '' };
};

const sendToKaleyra = async (extra_info?: unknown, message: unknown = template) => {
  const response = await toKaleyra(sandbox, { body: { messaging_object: message, extra_info } });
  expect(response.status).toBe(202);
  await sandbox.settled();
  const entry = sandbox.messages().at(-1);
  return { id: entry?.messageId ?? '', W: entry?.wamid ?? '' };
};

/** The statuses of a Gupshup body, wherever they stand. */
const statusesIn = (body: Record<string, unknown>): Record<string, unknown>[] =>
  (body as { entry: { changes: { value: { statuses: Record<string, unknown>[] } }[] }[] }).entry
    .flatMap(({ changes }) => changes)
    .flatMap(({ value }) => value.statuses);

const told = (): unknown[] =>
  receiver
    .bodies()
    .flatMap(statusesIn)
    .map(({ status }) => status);

it('calls nobody where nobody is registered', async () => {
  await sendToGupshup();
  await sendToKaleyra();
  expect(sandbox.callbacks()).toEqual([]);
});

describe("Gupshup's callbacks", () => {
  const register = (more: object = {}) =>
    sandbox.addCallback({
      provider: 'gupshup',
      account: GUPSHUP.appId,
      url: `${receiver.url}/g?x=1`,
      ...more,
    });

  it('tell enqueued, sent, delivered and read in the documented shapes, one per POST', async () => {
    register();
    const { G, W } = await sendToGupshup();
    const X = statusesIn(receiver.bodies()[1] ?? {})[0]?.id;
    expect(X).toMatch(/^[0-9a-f-]{36}$/);
    expect(X).not.toBe(G);
    const own = (status: object) => ({
      object: 'whatsapp_business_account',
      gs_app_id: GUPSHUP.appId,
      entry: [
        {
          changes: [
            { field: 'messages', value: { messaging_product: 'whatsapp', statuses: [status] } },
          ],
        },
      ],
    });
    const metas = (status: object) => ({
      object: 'whatsapp_business_account',
      gs_app_id: GUPSHUP.appId,
      entry: [
        {
          id: '111111111111111',
          changes: [
            {
              field: 'messages',
              value: {
                messaging_product: 'whatsapp',
                metadata: {
                  display_phone_number: '919876500001',
                  phone_number_id: '222222222222222',
                },
                statuses: [status],
              },
            },
          ],
        },
      ],
    });
    const base = { gs_id: G, id: X, meta_msg_id: W, recipient_id: USER, timestamp: SECONDS };
    const pricing = {
      billable: true,
      category: 'marketing',
      pricing_model: 'PMP',
      type: 'regular',
    };
    const conversation = {
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      origin: { type: 'marketing' },
    };
    expect(receiver.bodies()).toEqual([
      own({ gs_id: G, id: W, recipient_id: USER, status: 'enqueued', timestamp: NOW }),
      metas({
        ...base,
        status: 'sent',
        conversation: { ...conversation, expiration_timestamp: A_DAY_LATER },
        pricing,
      }),
      metas({ ...base, status: 'delivered', conversation, pricing }),
      metas({ ...base, status: 'read' }),
    ]);
    expect(receiver.received[0]).toMatchObject({
      method: 'POST',
      url: '/g?x=1',
      headers: { 'content-type': 'application/json' },
    });
  });

  it('price what is no template as free service', async () => {
    register({ modes: ['SENT'] });
    await sendToGupshup(textTo(USER));
    expect(receiver.bodies().flatMap(statusesIn)).toMatchObject([
      { pricing: { billable: false, category: 'service', type: 'free_customer_service' } },
    ]);
  });

  it('come only for the modes that were asked for, billing among them', async () => {
    register({ modes: ['DELIVERED', 'BILLING'] });
    const { G } = await sendToGupshup();
    expect(receiver.bodies()).toMatchObject([
      { entry: [{ changes: [{ value: { statuses: [{ status: 'delivered' }] } }] }] },
      {
        entry: [
          {
            changes: [
              {
                field: 'billing-event',
                value: {
                  billing: {
                    deductions: {
                      billable: true,
                      model: 'PMP',
                      source: 'whatsapp',
                      category: 'marketing',
                    },
                    references: { destination: USER, gs_id: G },
                  },
                },
              },
            ],
          },
        ],
      },
    ]);
  });

  it('carry the wamid as id where the subscription is of the older kind', async () => {
    register({ idStyle: 'wamid', modes: ['SENT'] });
    const { G, W } = await sendToGupshup();
    const [status] = receiver.bodies().flatMap(statusesIn);
    expect(status).toMatchObject({ gs_id: G, id: W });
    expect(status).not.toHaveProperty('meta_msg_id');
  });

  it.each([
    ['flat', { 'X-Callback-Secret': 'open sesame' }],
    ['flat, as a text', '{"X-Callback-Secret":"open sesame"}'],
    ['under headers', { headers: { 'X-Callback-Secret': 'open sesame' } }],
  ])('carry the headers of meta, %s', async (_, meta) => {
    register({ meta });
    await sendToGupshup();
    expect(receiver.received.map(({ headers }) => headers['x-callback-secret'])).toEqual(
      Array(4).fill('open sesame'),
    );
    expect(JSON.stringify(sandbox.registrations())).not.toContain('open sesame');
  });

  it('say of a reaction that it was sent, and no more', async () => {
    register();
    const reaction = { message_id: 'wamid.HBgL', emoji: '👍' };
    await sendToGupshup({ ...textTo(USER), type: 'reaction', reaction });
    expect(told()).toEqual(['enqueued', 'sent']);
  });

  it('report an empty wallet after accepting, with 1003', async () => {
    sandbox.addAccount({ provider: 'gupshup', account: { ...GUPSHUP, balance: 1 } });
    register();
    await sendToGupshup();
    await sendToGupshup();
    expect(told()).toEqual(['enqueued', 'sent', 'delivered', 'read', 'enqueued', 'failed']);
    expect(receiver.bodies().flatMap(statusesIn).at(-1)).toMatchObject({ code: '1003' });
  });

  it('go to every subscription of the app', async () => {
    register();
    register({ url: `${receiver.url}/other`, modes: ['READ'] });
    await sendToGupshup();
    expect(receiver.received.filter(({ url }) => url === '/other')).toHaveLength(1);
    expect(receiver.received).toHaveLength(5);
  });
});

describe("Kaleyra's callbacks", () => {
  const register = (more: object = {}) =>
    sandbox.addCallback({
      provider: 'kaleyra',
      account: KALEYRA.sid,
      url: `${receiver.url}/k`,
      ...more,
    });
  const refs = { ref: 'msg_1.1', ref1: 'marketing', ref2: 'dictionary' };

  it('tell sent, delivered and read in the documented shape, with the references', async () => {
    register();
    const { W } = await sendToKaleyra({ ...refs, wa_source: 'api' });
    const [first, second, third] = receiver.bodies();
    expect(first).toEqual({
      meta_object: {
        field: 'messages',
        value: {
          messaging_product: 'whatsapp',
          metadata: { display_phone_number: '918635920000', phone_number_id: '444444444444444' },
          statuses: [
            {
              id: W,
              status: 'sent',
              timestamp: SECONDS,
              recipient_id: USER,
              conversation: {
                id: expect.any(String),
                expiration_timestamp: A_DAY_LATER,
                origin: { type: 'marketing' },
              },
              pricing: {
                billable: true,
                pricing_model: 'Conversation-Based Pricing',
                category: 'marketing',
              },
            },
          ],
        },
      },
      extra_info: {
        trace_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        message_id: W,
        waba_id: '333333333333333',
        enable_url_tracking_body: false,
        enable_url_tracking_button: false,
        ...refs,
      },
      status: 'sent',
      message_id: W,
    });
    expect([second?.status, third?.status]).toEqual(['delivered', 'read']);
    expect(third).toMatchObject({ extra_info: refs });
  });

  it('repeat the id of the answer where the profile is of that kind, and say when Meta took it', async () => {
    register({ idStyle: 'message-id', events: ['status', 'submit'] });
    const { id } = await sendToKaleyra();
    expect(receiver.bodies().map((body) => body.status)).toEqual([
      'submit success',
      'sent',
      'delivered',
      'read',
    ]);
    for (const body of receiver.bodies()) {
      expect(body).toMatchObject({ message_id: id, extra_info: { message_id: id } });
    }
  });

  it('report a message to nobody as not sent, after accepting it', async () => {
    register();
    await sendToKaleyra(refs, { ...textTo(USER), to: undefined });
    expect(receiver.bodies()).toMatchObject([
      { status: 'not sent', reason: 'To number or type missing', extra_info: refs },
    ]);
  });

  it('say nothing of a read receipt', async () => {
    register();
    await sendToKaleyra(refs, {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: 'wamid.a',
    });
    expect(receiver.received).toEqual([]);
  });

  it('ignore references that stand inside the message object', async () => {
    register();
    await sendToKaleyra(undefined, { ...template, extra_info: refs });
    expect(receiver.bodies()[0]?.extra_info).not.toHaveProperty('ref');
  });

  it('come as a GET with the values in the query, and with the static headers', async () => {
    register({
      method: 'GET',
      url: `${receiver.url}/k?key=1`,
      headers: { authorization: 'Basic b3BlbjpzZXNhbWU=' },
    });
    const { W } = await sendToKaleyra(refs);
    const [first] = receiver.received;
    expect(first).toMatchObject({
      method: 'GET',
      body: '',
      headers: { authorization: 'Basic b3BlbjpzZXNhbWU=' },
    });
    const query = Object.fromEntries(new URL(first?.url ?? '', 'http://a').searchParams);
    expect(query).toMatchObject({
      key: '1',
      message_id: W,
      status: 'sent',
      timestamp: SECONDS,
      recipient_id: USER,
      ...refs,
    });
  });

  it("fill the placeholders of a GET's url, by variable and by path", async () => {
    const url = `${receiver.url}/k?s=<status>&r=<extra_info.ref>&t=<meta_object.value.statuses.0.timestamp>&n=<nothing>`;
    register({ method: 'GET', url });
    await sendToKaleyra({ ref: 'a b&c' });
    expect(receiver.received[0]?.url).toBe(`/k?s=sent&r=a%20b%26c&t=${SECONDS}&n=`);
  });

  it('go to the profile of the number, and only then to that of the account', async () => {
    sandbox.addAccount({
      provider: 'kaleyra',
      account: { ...KALEYRA, phones: [KALEYRA_PHONE, '+447700900101'] },
    });
    register({ url: `${receiver.url}/all` });
    register({ url: `${receiver.url}/one`, phone: '+447700900101' });
    await sendToKaleyra();
    await toKaleyra(sandbox, { phone: '+447700900101' });
    await sandbox.settled();
    const urls = receiver.received.map(({ url }) => url);
    expect(urls).toEqual(['/all', '/all', '/all', '/one', '/one', '/one']);
  });

  it('go to the last profile registered for a number', async () => {
    register({ url: `${receiver.url}/old` });
    register({ url: `${receiver.url}/new` });
    expect(sandbox.registrations()).toHaveLength(1);
    await sendToKaleyra();
    expect(receiver.received[0]?.url).toBe('/new');
  });
});

describe('statuses told by hand', () => {
  it('come when they are told, and not before', async () => {
    await sandbox.close();
    sandbox = await createSandbox({
      autoCallbacks: false,
      callbacks: [{ provider: 'gupshup', account: GUPSHUP.appId, url: receiver.url }],
    });
    const { G } = await sendToGupshup();
    expect(receiver.received).toEqual([]);
    expect(await sandbox.tell({ messageId: G, status: 'delivered' })).toBe(1);
    await sandbox.tell({ messageId: G, status: 'failed', failure: { code: 131026 } });
    expect(receiver.bodies().flatMap(statusesIn)).toMatchObject([
      { gs_id: G, status: 'delivered' },
      { gs_id: G, status: 'failed', errors: [{ code: 131026 }] },
    ]);
    await expect(sandbox.tell({ messageId: 'nobody', status: 'read' })).rejects.toMatchObject({
      field: 'messageId',
    });
  });
});

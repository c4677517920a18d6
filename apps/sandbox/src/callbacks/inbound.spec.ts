import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SandboxInputError } from '../input-error.js';
import { createSandbox, type Sandbox } from '../sandbox.js';
import { recordingReceiver, type RecordingReceiver } from '../testing/recording-receiver.js';
import { GUPSHUP, KALEYRA, textTo, toGupshup, toKaleyra, USER } from '../testing/vendor-calls.js';
import { INBOUND_TYPES, type InboundInput } from './inbound.js';

const NOW = 1_750_000_000_000;

let receiver: RecordingReceiver;
let sandbox: Sandbox;

beforeEach(async () => {
  receiver = await recordingReceiver();
  sandbox = await createSandbox({
    stepMs: 0,
    clock: { now: () => NOW },
    callbacks: [
      { provider: 'gupshup', account: GUPSHUP.appId, url: receiver.url, modes: ['MESSAGE'] },
      { provider: 'kaleyra', account: KALEYRA.sid, url: receiver.url, events: ['inbound'] },
    ],
  });
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

const gupshup = { provider: 'gupshup', account: GUPSHUP.appId, from: `+${USER}` } as const;
const kaleyra = { provider: 'kaleyra', account: KALEYRA.sid, from: `+${USER}` } as const;

/** The user's message as the receiver got it, whichever vendor passed it on. */
const messageIn = (body: Record<string, unknown> | undefined): unknown => {
  const { entry, meta_object } = body as {
    readonly entry?: readonly {
      readonly changes: readonly { readonly value: { messages: unknown[] } }[];
    }[];
    readonly meta_object?: { readonly value: { messages: unknown[] } };
  };
  return (entry?.[0]?.changes[0]?.value ?? meta_object?.value)?.messages[0];
};

describe('a simulated user', () => {
  it('writes to a Gupshup app', async () => {
    const { id, receivers } = await sandbox.inbound({
      ...gupshup,
      name: 'Customer',
      text: 'Hello',
    });
    expect(receivers).toBe(1);
    expect(receiver.bodies()).toEqual([
      {
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
                  contacts: [{ profile: { name: 'Customer' }, wa_id: USER }],
                  messages: [
                    {
                      from: USER,
                      id,
                      timestamp: '1750000000',
                      type: 'text',
                      text: { body: 'Hello' },
                    },
                  ],
                },
              },
            ],
          },
        ],
      },
    ]);
  });

  it('writes to a Kaleyra number', async () => {
    const { id } = await sandbox.inbound({ ...kaleyra, text: { body: 'Hello' } });
    expect(receiver.bodies()).toEqual([
      {
        meta_object: {
          field: 'messages',
          value: {
            messaging_product: 'whatsapp',
            metadata: { display_phone_number: '918635920000', phone_number_id: '444444444444444' },
            contacts: [{ profile: { name: 'Sandbox User' }, wa_id: USER }],
            messages: [
              { from: USER, id, timestamp: '1750000000', type: 'text', text: { body: 'Hello' } },
            ],
          },
        },
        extra_info: {
          media_url: '',
          ref: '',
          ref1: '',
          ref2: '',
          reply_to: '',
          trace_id: expect.any(String),
          waba_id: '333333333333333',
        },
      },
    ]);
  });

  it.each<[string, Partial<InboundInput>]>([
    ['a location', { location: { latitude: 12.9, longitude: 77.6, name: 'Here' } }],
    ['contacts', { contacts: [{ name: { formatted_name: 'A' } }] }],
    ['a template button', { button: { payload: 'p', text: 'Yes' } }],
    [
      'a button',
      { interactive: { type: 'button_reply', button_reply: { id: 'y', title: 'Yes' } } },
    ],
    ['a list', { interactive: { type: 'list_reply', list_reply: { id: '1', title: 'One' } } }],
    ['a reaction', { reaction: { message_id: 'wamid.HBgL', emoji: '👍' } }],
    ['an order', { order: { catalog_id: '1', product_items: [] } }],
  ])('answers with %s at both vendors', async (_, content) => {
    await sandbox.inbound({ ...gupshup, ...content });
    await sandbox.inbound({ ...kaleyra, ...content });
    const bodies = receiver.bodies();
    expect(messageIn(bodies[0])).toMatchObject(content);
    expect(messageIn(bodies[1])).toMatchObject(content);
  });

  it.each(['image', 'video', 'audio', 'document', 'sticker'] as const)(
    'sends a made-up %s, with its link where each vendor puts it',
    async (type) => {
      await sandbox.inbound({ ...gupshup, type });
      await sandbox.inbound({ ...kaleyra, type });
      const media = {
        id: expect.any(String),
        mime_type: expect.any(String),
        sha256: expect.any(String),
      };
      const [first, second] = receiver.bodies();
      expect(messageIn(first)).toMatchObject({
        type,
        [type]: { ...media, url: expect.stringContaining(`/wa/${GUPSHUP.appId}/wa/media/`) },
      });
      expect(messageIn(second)).toMatchObject({ type, [type]: media });
      expect(second).toMatchObject({ extra_info: { media_url: expect.stringMatching(/^http:/) } });
      expect(JSON.stringify(messageIn(second))).not.toContain('http:');
    },
  );

  it('sends the media it is given', async () => {
    const image = { url: 'https://www.example.com/a.png', caption: 'Look', mime_type: 'image/png' };
    await sandbox.inbound({ ...gupshup, image });
    await sandbox.inbound({ ...kaleyra, image });
    expect(messageIn(receiver.bodies()[0])).toMatchObject({ image });
    expect(receiver.bodies()[1]).toMatchObject({ extra_info: { media_url: image.url } });
  });

  it('quotes a message that was sent, with every id the vendor adds', async () => {
    await toGupshup(sandbox, { body: textTo(USER) });
    const body = {
      messaging_object: textTo(`+${USER}`),
      extra_info: { ref: 'msg_1.1', ref1: 'a' },
    };
    await toKaleyra(sandbox, { body });
    const [sent, other] = sandbox.messages();
    await sandbox.inbound({ ...gupshup, text: 'Yes', context: sent?.messageId ?? '' });
    await sandbox.inbound({ ...kaleyra, text: 'Yes', context: other?.wamid ?? '' });
    const [first, second] = receiver.bodies();
    expect(messageIn(first)).toMatchObject({
      context: {
        from: '919876500001',
        id: sent?.wamid,
        gs_id: sent?.messageId,
        meta_msg_id: sent?.wamid,
      },
    });
    expect(messageIn(second)).toMatchObject({
      context: { from: '918635920000', id: other?.wamid },
    });
    expect(second).toMatchObject({
      extra_info: { ref: 'msg_1.1', ref1: 'a', reply_to: other?.messageId },
    });
  });

  it('quotes a wamid that the sandbox has never seen', async () => {
    await sandbox.inbound({ ...gupshup, text: 'Yes', context: 'wamid.HBgL' });
    expect(messageIn(receiver.bodies()[0])).toMatchObject({
      context: { id: 'wamid.HBgL', meta_msg_id: 'wamid.HBgL' },
    });
  });

  it("reaches a subscription with a flow's answer only in the mode for it", async () => {
    const interactive = {
      type: 'nfm_reply',
      nfm_reply: { name: 'flow', body: 'Sent', response_json: '{}' },
    };
    expect((await sandbox.inbound({ ...gupshup, interactive })).receivers).toBe(0);
    sandbox.addCallback({
      provider: 'gupshup',
      account: GUPSHUP.appId,
      url: receiver.url,
      modes: ['FLOWS_MESSAGE'],
    });
    expect((await sandbox.inbound({ ...gupshup, interactive })).receivers).toBe(1);
    expect((await sandbox.inbound({ ...gupshup, text: 'x' })).receivers).toBe(0);
  });

  it("comes as a GET with a profile's variables", async () => {
    sandbox.addCallback({
      provider: 'kaleyra',
      account: KALEYRA.sid,
      url: receiver.url,
      method: 'GET',
    });
    await sandbox.inbound({
      ...kaleyra,
      name: 'Customer',
      image: { caption: 'Look', url: 'https://e.example.com/a' },
    });
    const query = Object.fromEntries(
      new URL(receiver.received[0]?.url ?? '', 'http://a').searchParams,
    );
    expect(query).toMatchObject({
      from: USER,
      name: 'Customer',
      type: 'image',
      body: 'Look',
      media_url: 'https://e.example.com/a',
      mime_type: 'image/jpeg',
      created_at: '1750000000',
      wanumber: '918635920000',
      reply_to: '',
    });
  });

  it('has an id of its own where it is given one, for messages that come twice', async () => {
    await sandbox.inbound({ ...gupshup, id: 'wamid.TWICE', text: 'x' });
    await sandbox.inbound({ ...gupshup, id: 'wamid.TWICE', text: 'x' });
    const [first, second] = receiver.received;
    expect(first?.body).toBe(second?.body);
  });

  it.each<[string, object, string]>([
    ['no provider', { ...gupshup, provider: undefined }, 'provider'],
    ['an unknown account', { ...gupshup, account: 'x', text: 'x' }, 'account'],
    ['a number of somebody else', { ...kaleyra, phone: '+447700900101', text: 'x' }, 'phone'],
    ['a user without a number', { ...gupshup, from: 'me', text: 'x' }, 'from'],
    ['nothing to say', gupshup, 'type'],
    ['an unknown type', { ...gupshup, type: 'hologram' }, 'type'],
    ['a type without its content', { ...gupshup, type: 'location' }, 'location'],
    ['an unknown interactive', { ...gupshup, interactive: { type: 'dance' } }, 'interactive.type'],
    ['a reaction to nothing', { ...gupshup, reaction: {} }, 'reaction.message_id'],
    ['a misspelt field', { ...gupshup, text: 'x', contxt: 'y' }, 'contxt'],
  ])('is refused with %s, naming the field', async (_, input, field) => {
    await expect((async () => sandbox.inbound(input as InboundInput))()).rejects.toMatchObject({
      field,
    });
  });

  it('is understood or refused, whatever is handed in', async () => {
    const anything = fc.record(
      {
        ...Object.fromEntries(INBOUND_TYPES.map((type) => [type, fc.jsonValue()])),
        context: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    sandbox.clearCallbacks();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(gupshup, kaleyra), anything, async (who, what) => {
        try {
          await sandbox.inbound({ ...who, ...what } as InboundInput);
        } catch (error) {
          expect(error).toBeInstanceOf(SandboxInputError);
        }
      }),
    );
  });
});

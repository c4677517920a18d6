import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_ACCOUNTS, type InboundInput } from 'waypost/sandbox';
import type { InboundMessage, InboundMessagePage } from '../apps/api/src/inbound/inbound.dto.js';
import { KEY } from './support/gateway.js';
import { SandboxGateway, SENDERS } from './support/sandbox-gateway.js';

const ACCOUNTS = {
  gupshup: DEFAULT_ACCOUNTS.gupshup[0].appId,
  kaleyra: DEFAULT_ACCOUNTS.kaleyra[0].sid,
} as const;
const USER = '+919876500001';

type Written = Omit<InboundInput, 'provider' | 'account' | 'from'>;

/** The sandbox shares no code with the providers, so each reads here what the other wrote. */
describe.each(SENDERS)("what the sandbox's user writes by %s", (provider) => {
  let gateway: SandboxGateway;

  beforeAll(async () => {
    gateway = await SandboxGateway.start({ settings: { MEDIA_DOWNLOAD: 'true' } });
  });
  afterAll(() => gateway.close());

  /** The user's message, once it is shown. */
  async function written(message: Written): Promise<InboundMessage> {
    const account = ACCOUNTS[provider];
    const { id } = await gateway.sandbox.inbound({ provider, account, from: USER, ...message });
    for (;;) {
      const path = `/v1/inbound?sender=${provider}`;
      const { body } = await gateway.api.get<InboundMessagePage>(path);
      const [found] = body.data.filter(({ wamid }) => wamid === id);
      if (found) return found;
      await sleep(10);
    }
  }

  it('is shown with the message that it answers', async () => {
    const sent = await gateway.send(provider, USER);
    await gateway.until(sent, 'read');
    const [{ messageId = '' } = {}] = gateway.sandbox.messages();
    const reply = await written({ text: 'Yes', name: 'A customer', context: messageId });
    expect(reply).toMatchObject({
      sender: provider,
      provider,
      from: { phone: USER, name: 'A customer' },
      type: 'text',
      content: { type: 'text', text: { body: 'Yes' } },
      answers: sent,
    });
    const { context } = reply.content as { readonly context?: object };
    expect(Object.keys(context ?? {}).sort()).toEqual(['from', 'id']);
    await gateway.counted(`${provider} inbound applied`);
    const { wamid } = (await gateway.message(sent)) as { readonly wamid?: unknown };
    const reaction = { emoji: '👍', message_id: String(wamid) };
    const reacted = await written({ reaction });
    expect(reacted).toMatchObject({ type: 'reaction', content: { reaction }, answers: sent });
  });

  it('is shown once, however often the vendor tells it', async () => {
    const id = 'wamid.HBgMOTE5ODc2NTAwMDAxFQIAEhgUM0E3';
    const first = await written({ text: 'Twice', id });
    await gateway.sandbox.inbound({
      ...{ provider, account: ACCOUNTS[provider], from: USER },
      ...{ text: 'Twice', id },
    });
    await gateway.counted(`${provider} inbound duplicate`);
    const { body } = await gateway.api.get<InboundMessagePage>('/v1/inbound');
    expect(body.data.filter(({ wamid }) => wamid === id)).toEqual([first]);
  });

  it.each(['image', 'video', 'audio', 'document', 'sticker'] as const)(
    'brings its %s along',
    async (type) => {
      const { id } = await written({ type });
      let message: InboundMessage;
      do {
        await sleep(10);
        message = (await gateway.api.get<InboundMessage>(`/v1/inbound/${id}`)).body;
      } while (message.media?.state === 'waiting' && message.media.reason === undefined);
      expect(message.media).toMatchObject({ state: 'stored', size: expect.any(Number) });
      const path = `${gateway.url}/v1/inbound/${id}/media`;
      const response = await fetch(path, { headers: { 'x-api-key': KEY } });
      expect(response.headers.get('content-type')).toBe(message.media?.mimeType);
      const there = await fetch(message.media?.url ?? '');
      expect(await response.text()).toBe(await there.text());
    },
  );
});

const WRITTEN: readonly (readonly [type: string, content: object])[] = [
  ['location', { latitude: 12.97, longitude: 77.59, name: 'Shop' }],
  ['contacts', [{ name: { formatted_name: 'A customer' } }]],
  ['button', { payload: 'yes', text: 'Yes' }],
  ['interactive', { type: 'list_reply', list_reply: { id: 'row-1', title: 'Express' } }],
  ['interactive', { type: 'nfm_reply', nfm_reply: { name: 'flow', response_json: '{"a":1}' } }],
  ['reaction', { message_id: 'wamid.1', emoji: '👍' }],
  ['order', { catalog_id: '1', product_items: [] }],
  ['system', { type: 'user_changed_number', body: 'Another number', wa_id: '919876500002' }],
];

it("what comes by a profile of Kaleyra's variables has Meta's shape, whatever its type", async () => {
  const gateway = await SandboxGateway.start();
  gateway.sandbox.clearCallbacks();
  gateway.register('kaleyra', { method: 'GET' });
  for (const [type, content] of WRITTEN) {
    const input = { provider: 'kaleyra', account: ACCOUNTS.kaleyra, from: USER, [type]: content };
    await gateway.sandbox.inbound(input as InboundInput);
  }
  await gateway.counted('kaleyra inbound applied', WRITTEN.length);
  const { body } = await gateway.api.get<InboundMessagePage>('/v1/inbound?limit=50');
  const shown = body.data.map(({ type, content }) => [type, (content as never)[type]]);
  expect(shown).toEqual(expect.arrayContaining(WRITTEN.map(([...pair]) => pair)));
  expect(shown).toHaveLength(WRITTEN.length);
  await gateway.close();
});

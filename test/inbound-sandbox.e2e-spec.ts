import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSandbox, DEFAULT_ACCOUNTS, type InboundInput, type Sandbox } from 'waypost/sandbox';
import { demoSenders } from '../apps/api/src/demo/demo-senders.js';
import type { InboundMessage } from '../apps/api/src/inbound/inbound.dto.js';
import { INBOUND } from '../apps/api/src/inbound/inbound.token.js';
import type { InboundParts } from '../apps/api/src/inbound/open-inbound.js';
import { SenderDirectory } from '../apps/api/src/senders/sender-directory.js';
import {
  recordingReceiver,
  type RecordingReceiver,
} from '../apps/sandbox/src/testing/recording-receiver.js';
import { KEY, startGateway, TEXT, type Gateway } from './support/gateway.js';

const ACCOUNTS = {
  gupshup: DEFAULT_ACCOUNTS.gupshup[0].appId,
  kaleyra: DEFAULT_ACCOUNTS.kaleyra[0].sid,
} as const;

type Provider = keyof typeof ACCOUNTS;
type Written = Omit<InboundInput, 'provider' | 'account' | 'from'>;

/** The sandbox shares no code with the providers, so each reads here what the other wrote. */
describe.each(['gupshup', 'kaleyra'] as const)(
  "a reply of the sandbox's user by %s",
  (provider) => {
    let sandbox: Sandbox;
    let receiver: RecordingReceiver;
    let gateway: Gateway;

    beforeAll(async () => {
      receiver = await recordingReceiver();
      const callback = { provider, account: ACCOUNTS[provider], url: receiver.url };
      sandbox = await createSandbox({ autoCallbacks: false, callbacks: [callback] });
      const senders = demoSenders(sandbox);
      gateway = await startGateway({ senders, settings: { MEDIA_DOWNLOAD: 'true' } });
    });
    afterAll(async () => {
      await gateway.close();
      await sandbox.close();
      await receiver.close();
    });

    /** Has the user write, and gives the message once it is shown. */
    async function written(by: Provider, message: Written): Promise<InboundMessage> {
      const before = receiver.received.length;
      const account = ACCOUNTS[by];
      await sandbox.inbound({ provider: by, account, from: TEXT.to, ...message });
      const [callback] = receiver.received.slice(before);
      const sender = gateway.app.get(SenderDirectory).find(`sandbox-${by}`);
      const items = sender?.provider.translate({
        method: 'POST',
        headers: {},
        query: {},
        body: Buffer.from(callback?.body ?? ''),
      });
      const [item] = items ?? [];
      if (item?.kind !== 'inbound') throw new Error('No message was read.');
      const { desk } = gateway.app.get<InboundParts>(INBOUND);
      const { id } = await desk.take(`sandbox-${by}`, by, item, Date.now());
      return gateway.get<InboundMessage>(`/v1/inbound/${id}`);
    }

    it('is shown with the message that it answers', async () => {
      const sent = await gateway.send({ sender: `sandbox-${provider}`, message: TEXT });
      await gateway.until(sent, 'accepted');
      const [{ messageId = '' } = {}] = sandbox.messages();
      const reply = await written(provider, {
        text: 'Yes',
        name: 'A customer',
        context: messageId,
      });
      expect(reply).toMatchObject({
        sender: `sandbox-${provider}`,
        provider,
        from: { phone: TEXT.to, name: 'A customer' },
        type: 'text',
        content: { type: 'text', text: { body: 'Yes' } },
        answers: sent,
      });
      const reaction = { emoji: '👍', message_id: reply.wamid ?? '' };
      const reacted = await written(provider, { reaction });
      expect(reacted).toMatchObject({ type: 'reaction', content: { reaction } });
    });

    it.each(['image', 'video', 'audio', 'document', 'sticker'] as const)(
      'brings its %s along',
      async (type) => {
        const { id } = await written(provider, { type });
        let message: InboundMessage;
        do {
          await sleep(10);
          message = await gateway.get(`/v1/inbound/${id}`);
        } while (message.media?.state === 'waiting' && message.media.reason === undefined);
        expect(message.media).toMatchObject({ state: 'stored', size: expect.any(Number) });
        const path = `${gateway.url}/v1/inbound/${id}/media`;
        const response = await fetch(path, { headers: { 'x-api-key': KEY } });
        expect(response.headers.get('content-type')).toBe(message.media?.mimeType);
        const there = await fetch(message.media?.url ?? '');
        expect(await response.text()).toBe(await there.text());
      },
    );
  },
);

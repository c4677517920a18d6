import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { VendorServer } from 'waypost/providers/testing';
import type { WebhookWithSecret } from '../apps/api/src/webhooks/webhook.dto.js';
import { SandboxGateway } from './support/sandbox-gateway.js';

const CHANGES = [
  { field: 'account_update', value: { event: 'DISABLED_UPDATE' } },
  {
    field: 'message_template_status_update',
    value: { event: 'REJECTED', message_template_id: 7, message_template_name: 'order_update' },
  },
  { field: 'moon_phase', value: { phase: 'full' } },
];

it('webhooks are told of senders, of templates and of what nobody knows, as callbacks tell it', async () => {
  const gateway = await SandboxGateway.start({ settings: { ALLOW_PRIVATE_EGRESS: 'true' } });
  const consumer = await VendorServer.start();
  consumer.will({ status: 200 });
  const events = ['sender.updated', 'template.updated', 'callback.unknown'];
  const hook = { url: consumer.url, events, senders: ['gupshup'] };
  const { status, body } = await gateway.api.post<WebhookWithSecret>('/v1/webhooks', hook);
  expect(status).toBe(201);
  const entry = [{ id: '102290129340398', time: 1_770_000_000, changes: CHANGES }];
  const told = { object: 'whatsapp_business_account', entry };
  expect((await gateway.knock(gateway.door('gupshup'), told)).status).toBe(200);
  while (consumer.requests.length < events.length) await sleep(10);
  const verified = consumer.requests.map(
    ({ headers, body: bytes }) =>
      new Webhook(body.secret).verify(bytes.toString(), { ...headers }) as { type: string },
  );
  expect(verified.map(({ type }) => type).sort()).toEqual(events.toSorted());
  for (const event of verified) expect(event).toMatchObject({ sender: 'gupshup' });
  await gateway.close();
  await consumer.close();
});

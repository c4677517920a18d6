import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WebhookWithSecret } from '../apps/api/src/webhooks/webhook.dto.js';
import { ApiClient } from './support/api-client.js';
import { KEY, startGateway, type Gateway } from './support/gateway.js';

describe('the consumer in the docs', () => {
  let gateway: Gateway;
  let admin: ApiClient;
  let webhook: WebhookWithSecret;
  let consumer: ChildProcess;
  let output = '';

  beforeAll(async () => {
    gateway = await startGateway();
    admin = new ApiClient(gateway.url, KEY);
    // Its port is known once it listens, and its secret before.
    const given = { url: 'http://127.0.0.1:1/', events: ['*'] };
    webhook = (await admin.post<WebhookWithSecret>('/v1/webhooks', given)).body;
    consumer = spawn(process.execPath, ['docs/webhook-consumer.mjs'], {
      env: { WEBHOOK_SECRET: webhook.secret, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    consumer.stdout?.on('data', (chunk) => (output += String(chunk)));
    await admin.patch(`/v1/webhooks/${webhook.id}`, { url: await url() });
  });
  afterAll(async () => {
    consumer.kill();
    await gateway.close();
  });

  async function prints(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(output);
      if (found) return found;
      if (consumer.stdout) await once(consumer.stdout, 'data');
    }
  }

  const url = async () => (await prints(/http:\/\/127\.0\.0\.1:\d+/))[0];

  it('verifies what the gateway signs, and prints the events of a message', async () => {
    expect((await admin.post(`/v1/webhooks/${webhook.id}/test`)).body).toMatchObject({
      delivered: true,
      status: 204,
    });
    await prints(/^webhook\.test /m);
    const id = await gateway.send();
    await prints(new RegExp(`^message\\.queued ${id} \\{"status":"queued"`, 'm'));
    await prints(new RegExp(`^message\\.accepted ${id} `, 'm'));
  });

  it('refuses what nobody has signed', async () => {
    const answer = await fetch(await url(), { method: 'POST', body: '{"type":"forged"}' });
    expect(answer.status).toBe(401);
    expect(output).not.toContain('forged');
  });
});

import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GatewayProcess } from '../support/gateway-process.js';
import { API_KEY, APP_ID, APP_TOKEN, BUSINESS_PHONE, SEEDS, SID } from './seed-requests.js';

const KEY = `wp_${'0123456789abcdef'.repeat(3)}`;

interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, Record<string, unknown>>;
}

describe("the vendors' own samples, sent to a server that knows nothing of this project", () => {
  const recorded: Recorded[] = [];
  const vendor = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Recorded['body'];
      const { method = '', url = '', headers } = request;
      recorded.push({ method, path: url, headers, body });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"messages":[{"id":"G"}],"data":{"message_id":"K"},"error":{}}');
    });
  });
  let folder: string;
  let gateway: GatewayProcess;
  let url: string;

  beforeAll(async () => {
    vendor.listen(0, '127.0.0.1');
    await once(vendor, 'listening');
    const baseUrl = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
    folder = await mkdtemp(join(tmpdir(), 'waypost-seeds-'));
    const file = join(folder, 'senders.json');
    const gupshup = { appId: APP_ID, token: APP_TOKEN, baseUrl };
    const kaleyra = { sid: SID, apiKey: API_KEY, baseUrl };
    await writeFile(
      file,
      JSON.stringify([
        { id: 'gupshup', provider: 'gupshup', phone: BUSINESS_PHONE, options: gupshup },
        { id: 'kaleyra', provider: 'kaleyra', phone: BUSINESS_PHONE, options: kaleyra },
      ]),
    );
    gateway = new GatewayProcess({
      SENDERS_FILE: file,
      BOOTSTRAP_API_KEY: KEY,
      ALLOW_PRIVATE_EGRESS: 'true',
    });
    url = await gateway.url();
  }, 30_000);

  afterAll(async () => {
    await gateway.kill();
    vendor.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(SEEDS)(
    'send $name as its page shows it',
    async ({ sender, labels, message, request }) => {
      recorded.length = 0;
      const answer = await fetch(`${url}/v1/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify({ sender, message, ...(labels && { labels }) }),
      });
      expect(answer.status).toBe(202);
      while (recorded.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      expect(recorded).toHaveLength(1);
      const [{ method, path, headers, body }] = recorded as [Recorded];
      const reference = body.extra_info?.ref;
      if (reference !== undefined) {
        expect(reference).toMatch(/^msg_[0-9a-f]+\.1$/);
        body.extra_info = { ...body.extra_info, ref: 'REF' };
      }
      expect({ method, path, body }).toEqual({
        method: 'POST',
        path: request.path,
        body: request.body,
      });
      expect(headers).toMatchObject(request.headers);
      expect(headers).not.toHaveProperty('cache-control');
    },
  );
});

import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttp } from 'waypost/providers';
import { VendorServer } from 'waypost/providers/testing';
import { ApiKeys } from '../../apps/api/src/api-keys.js';
import { createApp } from '../../apps/api/src/app.js';
import { loadConfig } from '../../apps/api/src/config.js';
import { PROVIDERS } from '../../apps/api/src/providers.js';
import { createSenders } from '../../apps/api/src/senders/create-senders.js';

/** The API key of a gateway under test. */
export const KEY = `wp_${'0123456789abcdef'.repeat(3)}`;

/** A message that every provider can carry. */
export const TEXT = { to: '+919876500001', type: 'text', text: { body: 'Hello' } };

/** A gateway in this process, whose one sender leads to a server that records what arrives. */
export interface Gateway {
  readonly app: NestFastifyApplication;
  readonly vendor: VendorServer;
  /** Where it listens. */
  readonly url: string;
  readonly port: number;
  /** Posts to /v1/messages; a text goes as it is. */
  post(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  close(): Promise<void>;
}

/** Starts a gateway; its sender is called `shop` and its vendor accepts everything until told otherwise. */
export async function startGateway({ sandbox = false } = {}): Promise<Gateway> {
  const vendor = await VendorServer.start();
  vendor.will({ status: 202, json: { id: 'v-1' } });
  const senders = createSenders(
    [
      {
        id: 'shop',
        provider: 'memory',
        phone: '+919876500001',
        options: { baseUrl: vendor.url, token: 'vendor-token-of-shop' },
      },
    ],
    { providers: PROVIDERS, http: createHttp({ allowPrivate: true }), source: 'The test' },
  );
  const config = await loadConfig({ LOG_LEVEL: 'fatal' });
  const app = await createApp({ config, keys: new ApiKeys([KEY]), senders, sandbox });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    app,
    vendor,
    url,
    port,
    post: (body, headers = {}) =>
      fetch(`${url}/v1/messages`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${KEY}`,
          'content-type': 'application/json',
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    close: async () => {
      await app.close();
      await vendor.close();
    },
  };
}

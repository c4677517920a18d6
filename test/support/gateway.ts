import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttp } from 'waypost/providers';
import { VendorServer } from 'waypost/providers/testing';
import type { StoreOptions } from 'waypost/store';
import { loadConfig } from '../../apps/api/src/config.js';
import { openGateway, type GatewaySetup } from '../../apps/api/src/open-gateway.js';

/** The admin key of a gateway under test. */
export const KEY = `wp_${'0123456789abcdef'.repeat(3)}`;

/** A message that every provider can carry. */
export const TEXT = { to: '+919876500001', type: 'text', text: { body: 'Hello' } };

/** A request that the gateway under test takes. */
export const GOOD = { sender: 'shop', message: TEXT };

type Headers = Readonly<Record<string, string>>;

/** A message as the API shows it, as far as tests look. */
export interface ShownMessage {
  readonly id: string;
  readonly status: string;
  readonly attempts: readonly Readonly<Record<string, unknown>>[];
  readonly events: readonly { readonly type: string; readonly sequence: number }[];
  readonly error?: Readonly<Record<string, unknown>>;
  readonly [name: string]: unknown;
}

/** A gateway in this process, whose senders lead to a server that records what arrives. */
export interface Gateway {
  readonly app: NestFastifyApplication;
  readonly vendor: VendorServer;
  /** Where it listens. */
  readonly url: string;
  readonly port: number;
  /** Where it keeps its things. */
  readonly folder: string;
  /** Posts to /v1/messages; a text goes as it is. */
  post(body: unknown, headers?: Headers): Promise<Response>;
  /** Posts JSON to a path. */
  postTo(path: string, body: unknown, headers?: Headers): Promise<Response>;
  /** The answer of a path that must be 200, parsed. */
  get<Answer = Readonly<Record<string, unknown>>>(path: string): Promise<Answer>;
  /** Posts a message that must be taken, and gives its id. */
  send(body?: unknown): Promise<string>;
  /** The message as it is once its status is one of these. */
  until(id: string, ...statuses: readonly string[]): Promise<ShownMessage>;
  /** Stops it, and starts another with what it kept and the same vendor. */
  restart(): Promise<Gateway>;
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly sandbox?: boolean;
  readonly store?: StoreOptions;
  readonly webhooks?: GatewaySetup['webhooks'];
  /** Members of the senders `shop` and `stall`, such as their limits. */
  readonly sender?: Readonly<Record<string, unknown>>;
  /** Senders besides `shop` and `stall`. */
  readonly senders?: readonly object[];
  /** Settings besides those that every gateway under test has. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Starts a gateway; its senders are `shop` and `stall`, and its vendor accepts everything until told otherwise. */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const folder = mkdtempSync(join(tmpdir(), 'waypost-api-'));
  const vendor = await VendorServer.start();
  vendor.will({ status: 202, json: { id: 'v-1' } });
  return open(options, vendor, folder);
}

async function open(
  options: GatewayOptions,
  vendor: VendorServer,
  folder: string,
): Promise<Gateway> {
  const config = await loadConfig({
    LOG_LEVEL: 'fatal',
    DATA_DIR: folder,
    BOOTSTRAP_API_KEY: KEY,
    PUBLIC_URL: 'https://waypost.example.com',
    ...options.settings,
  });
  const { app } = await openGateway({
    config,
    http: createHttp({ allowPrivate: true }),
    file: {
      entries: [...sendersOf(vendor, options.sender), ...(options.senders ?? [])],
      source: 'The test',
    },
    sandbox: options.sandbox ?? false,
    allowPrivate: true,
    ...(options.webhooks && { webhooks: options.webhooks }),
    ...(options.store && { store: options.store }),
  });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    ...{ app, vendor, url, port, folder },
    ...callsOf(url),
    restart: async () => {
      await app.close();
      return open(options, vendor, folder);
    },
    close: async () => {
      await app.close();
      await vendor.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function sendersOf(vendor: VendorServer, more: object = {}): object[] {
  return ['shop', 'stall'].map((id) => ({
    id,
    provider: 'memory',
    phone: '+919876500001',
    options: { baseUrl: vendor.url, token: `vendor-token-of-${id}` },
    ...more,
  }));
}

type Calls = Pick<Gateway, 'post' | 'postTo' | 'get' | 'send' | 'until'>;

function callsOf(url: string): Calls {
  const calls: Calls = {
    post: (body, headers) => calls.postTo('/v1/messages', body, headers),
    postTo: (path, body, headers = {}) =>
      fetch(url + path, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${KEY}`,
          'content-type': 'application/json',
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    get: async <Answer>(path: string) => {
      const response = await fetch(url + path, { headers: { 'x-api-key': KEY } });
      if (response.status !== 200) {
        throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
      }
      return (await response.json()) as Answer;
    },
    send: async (body = GOOD) => {
      const response = await calls.post(body);
      const answer = (await response.json()) as { id: string };
      if (response.status !== 202) throw new Error(`Not taken: ${JSON.stringify(answer)}`);
      return answer.id;
    },
    until: async (id, ...statuses) => {
      for (;;) {
        const message = await calls.get<ShownMessage>(`/v1/messages/${id}`);
        if (statuses.includes(message.status)) return message;
        await sleep(10);
      }
    },
  };
  return calls;
}

import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttp } from 'waypost/providers';
import {
  createSandbox,
  DEFAULT_ACCOUNTS,
  type Sandbox,
  type SandboxOptions,
} from 'waypost/sandbox';
import { loadConfig } from '../../apps/api/src/config.js';
import { openGateway, type OpenGateway } from '../../apps/api/src/open-gateway.js';
import { ApiClient } from './api-client.js';
import { KEY, type ShownMessage } from './gateway.js';

/** The senders of the gateway under test, one for each vendor. */
export const SENDERS = ['gupshup', 'kaleyra'] as const;

const [APP] = DEFAULT_ACCOUNTS.gupshup;
const [SID] = DEFAULT_ACCOUNTS.kaleyra;
const ACCOUNTS = { gupshup: APP.appId, kaleyra: SID.sid } as const;

export interface SandboxGatewayOptions {
  readonly sandbox?: SandboxOptions;
  /** Options of both senders, besides their credentials. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, string>>;
}

/** A gateway in this process, and a sandbox that calls it back. */
export class SandboxGateway {
  private constructor(
    readonly sandbox: Sandbox,
    private readonly options: SandboxGatewayOptions,
    private readonly folder: string,
  ) {}

  app!: NestFastifyApplication;
  url!: string;
  api!: ApiClient;
  private gateway!: OpenGateway;

  static async start(options: SandboxGatewayOptions = {}): Promise<SandboxGateway> {
    const sandbox = await createSandbox({ stepMs: 0, ...options.sandbox });
    const folder = mkdtempSync(join(tmpdir(), 'waypost-callbacks-'));
    const started = new SandboxGateway(sandbox, options, folder);
    await started.open();
    return started;
  }

  /** Starts the gateway on what is kept, and has the sandbox call it back. */
  async open(): Promise<void> {
    await this.#listen();
    this.sandbox.clearCallbacks();
    for (const sender of SENDERS) this.register(sender);
  }

  /** Another replica on the same database, which the sandbox does not call; its `app` is to be closed first. */
  async replica(): Promise<SandboxGateway> {
    const another = new SandboxGateway(this.sandbox, this.options, this.folder);
    await another.#listen();
    return another;
  }

  async #listen(): Promise<void> {
    const config = await loadConfig({
      ...{ LOG_LEVEL: 'fatal', DATA_DIR: this.folder, BOOTSTRAP_API_KEY: KEY },
      ...this.options.settings,
    });
    this.gateway = await openGateway({
      ...{ config, http: createHttp({ allowPrivate: true }) },
      file: { entries: entries(this.sandbox.url, this.options.options), source: 'The test' },
    });
    this.app = this.gateway.app;
    await this.app.listen(0, '127.0.0.1');
    const { port } = this.app.getHttpServer().address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}`;
    this.gateway.address.listens(this.url);
    this.api = new ApiClient(this.url, KEY);
  }

  /** Has the sandbox call a sender back, in its own way. */
  register(sender: (typeof SENDERS)[number], more: object = {}): void {
    const url = this.door(sender);
    const input = { provider: sender, account: ACCOUNTS[sender], url, ...more };
    this.sandbox.addCallback(input);
  }

  /** Where a sender's callbacks come in. */
  door(sender: string): string {
    return this.gateway.callbackUrl(sender) ?? '';
  }

  /** Posts to a door. */
  knock(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    return fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  /** Sends a message; gives its id. */
  async send(sender: string, to = '+919876500001', more: object = {}): Promise<string> {
    const message = { to, type: 'text', text: { body: 'Hello' } };
    const { status, body } = await this.api.post<{ id: string }>('/v1/messages', {
      ...{ sender, message },
      ...more,
    });
    if (status !== 202) throw new Error(`Not taken: ${JSON.stringify(body)}`);
    return body.id;
  }

  async message(id: string): Promise<ShownMessage> {
    return (await this.api.get<ShownMessage>(`/v1/messages/${id}`)).body;
  }

  /** The message as it is once its status is one of these. */
  async until(id: string, ...statuses: readonly string[]): Promise<ShownMessage> {
    for (;;) {
      const message = await this.message(id);
      if (statuses.includes(message.status)) return message;
      await sleep(10);
    }
  }

  /** What the gateway counted of callbacks, as `provider kind outcome` and how often. */
  async counts(): Promise<Readonly<Record<string, number>>> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const lines = text.matchAll(
      /^waypost_callbacks_total\{provider="(\w+)",kind="(\w+)",outcome="(\w+)"\} (\d+)$/gm,
    );
    return Object.fromEntries(
      [...lines].map(([, provider, kind, outcome, count]) => [
        `${provider} ${kind} ${outcome}`,
        Number(count),
      ]),
    );
  }

  /** Resolves once that has been counted at least so often. */
  async counted(name: string, least = 1): Promise<void> {
    while (((await this.counts())[name] ?? 0) < least) await sleep(10);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.sandbox.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function entries(baseUrl: string, more: object = {}): object[] {
  const { appId, token, phone } = APP;
  const { sid, apiKey, phones } = SID;
  const gupshup = { appId, token, baseUrl, ...more };
  const kaleyra = { sid, apiKey, baseUrl, ...more };
  const limits = { pairRate: false };
  return [
    { id: 'gupshup', provider: 'gupshup', phone, options: gupshup, limits },
    { id: 'kaleyra', provider: 'kaleyra', phone: phones[0], options: kaleyra, limits },
  ];
}

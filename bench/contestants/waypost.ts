import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { post, type Target } from '../load/target.js';
import { freePort, type Child } from '../rig/child.js';
import type { Workbench } from '../rig/workbench.js';
import { Unavailable, type Contestant, type Running } from './contestant.js';
import { countTables, startPostgres } from './postgres.js';
import { API_KEY, BODY, CONNECTIONS, SENDER_PHONE } from './sample.js';

const MAIN = fileURLToPath(new URL('../../apps/api/src/main.js', import.meta.url));

/** The flags that `npm run start:prod` gives to Node. */
const FLAGS = flagsOf('start:prod');

/** How many messages a request of the batch contestant carries, and over how many connections. */
const BATCH = { messages: 100, connections: 8 };

/** What BENCH_NODE_OPTIONS adds to the Node that the gateway runs in, such as a profiler; it costs what it costs. */
const NODE_OPTIONS = process.env.BENCH_NODE_OPTIONS;

const CREDENTIALS = { authorization: `Bearer ${API_KEY}` };

/** The gateway of this repository on its default store, SQLite, one request per message. */
export const waypost: Contestant = {
  name: 'waypost',
  async start(bench) {
    const gateway = await startGateway(bench, waypost.name);
    return {
      ...single(gateway),
      ...(!gateway.stores && {
        notes: ['waypost stores nothing yet: its figures are those of a pass-through.'],
      }),
    };
  },
};

/** The same with a hundred messages in a request. */
export const waypostBatch: Contestant = {
  name: 'waypost batch',
  async start(bench) {
    return batch(await startGateway(bench, waypostBatch.name));
  },
};

/** The same as the first on PostgreSQL. */
export const waypostPostgres: Contestant = {
  name: 'waypost postgres',
  async start(bench) {
    const postgres = await startPostgres(bench.rig);
    const gateway = await startGateway(bench, waypostPostgres.name, postgres.url);
    if ((await countTables(postgres)) === 0) {
      throw new Unavailable('the gateway stores nothing in PostgreSQL yet');
    }
    return { ...single(gateway), store: postgres.server };
  },
};

/** Asks the gateway's API. */
export async function ask<T>({ port }: Pick<Gateway, 'port'>, path: string): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: CREDENTIALS });
  if (!response.ok) throw new Error(`GET ${path} was answered with ${response.status}.`);
  return (await response.json()) as T;
}

/** How many statements the gateway has sent to its database so far, by its own counter. */
export async function statementsOf({ port }: Pick<Gateway, 'port'>): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: CREDENTIALS });
  const count = /^waypost_store_statements_total (\d+)$/m.exec(await response.text())?.[1];
  if (count === undefined) throw new Error('GET /metrics tells of no statements.');
  return Number(count);
}

/** A gateway of this repository that is ready. */
export interface Gateway {
  readonly child: Child;
  readonly port: number;
  /** The Gupshup app of its sender. */
  readonly appId: string;
  readonly vendorPath: string;
  /** Whether it has made its SQLite file. */
  readonly stores: boolean;
}

/** @throws Unavailable where the gateway stores nothing */
export function requireStore({ stores }: Gateway): void {
  if (!stores) throw new Unavailable('the gateway stores nothing yet');
}

/** What replicas have in common. */
export interface Shared {
  readonly appId: string;
  readonly secretKey: string;
  readonly senderIds: readonly string[];
}

/** Starts a gateway whose senders, one if nothing is said, have limits far above what a machine can do. */
export async function startGateway(
  { rig, vendorPort }: Workbench,
  name: string,
  database?: string,
  { appId, secretKey, senderIds }: Shared = shared([BODY.sender]),
): Promise<Gateway> {
  const folder = rig.makeFolder(name);
  const port = await freePort();
  const file = join(folder, 'waypost.db');
  writeFileSync(join(folder, 'senders.json'), senders(appId, vendorPort, senderIds));
  const child = rig.spawn(process.execPath, {
    name,
    role: 'gateway',
    args: [...FLAGS, MAIN],
    env: {
      PORT: String(port),
      SENDERS_FILE: join(folder, 'senders.json'),
      BOOTSTRAP_API_KEY: API_KEY,
      SECRET_KEY: secretKey,
      DATABASE_URL: database ?? `sqlite:${file}`,
      DATA_DIR: folder,
      ALLOW_PRIVATE_EGRESS: 'true',
      LOG_LEVEL: 'warn',
      ...(NODE_OPTIONS !== undefined && { NODE_OPTIONS }),
    },
  });
  await child.listening(port);
  return {
    child,
    port,
    appId,
    vendorPath: `/partner/app/${appId}/v3/message`,
    stores: existsSync(file),
  };
}

function flagsOf(script: string): string[] {
  const manifest = new URL('../../../package.json', import.meta.url);
  const { scripts } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  return scripts[script]?.split(' ').filter((word) => word.startsWith('--')) ?? [];
}

/** A Gupshup app and a key of its own for these senders. */
export function shared(senderIds: readonly string[]): Shared {
  return { appId: randomUUID(), secretKey: randomBytes(32).toString('base64'), senderIds };
}

function senders(appId: string, vendorPort: number, ids: readonly string[]): string {
  const all = ids.map((id, at) => ({
    id,
    provider: 'gupshup',
    phone: `+${Number(SENDER_PHONE) + at}`,
    options: { appId, token: 'bench-token', baseUrl: `http://127.0.0.1:${vendorPort}` },
    limits: { messagesPerSecond: 10_000, concurrency: 256 },
  }));
  return JSON.stringify(all);
}

/** Posting to the gateway, a message per request. */
export function single(gateway: Gateway, sender = BODY.sender, connections = CONNECTIONS): Running {
  const request = post('/v1/messages', { ...BODY, sender }, CREDENTIALS);
  return running(gateway, { messages: 1, connections, request });
}

/**
 * Posting to the gateway, many messages per request.
 * @param more what each message carries beside the usual
 * @throws Unavailable where the gateway has no such call
 */
export async function batch(gateway: Gateway, more: object = {}): Promise<Running> {
  const path = '/v1/messages/batch';
  const { status } = await fetch(`http://127.0.0.1:${gateway.port}${path}`, {
    method: 'POST',
    headers: { ...CREDENTIALS, 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [] }),
  });
  if (status === 404) throw new Unavailable('the gateway has no /v1/messages/batch yet');
  const messages = Array.from({ length: BATCH.messages }, () => ({ ...BODY, ...more }));
  return running(gateway, { ...BATCH, request: post(path, { messages }, CREDENTIALS) });
}

function running({ child, port, vendorPath }: Gateway, target: Omit<Target, 'port'>): Running {
  return { target: { ...target, port }, vendorPath, gateway: [child] };
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSandbox, type Sandbox } from 'waypost/sandbox';
import { GatewayProcess } from '../support/gateway-process.js';
import { SteadyAddress } from '../support/steady-address.js';
import { CrashConsumer } from './crash-consumer.js';
import { addCallbackFaults, addFaults } from './faults.js';
import { judge, type Told } from './judge.js';
import { judgeCallbacks } from './judge-callbacks.js';
import { Poster } from './poster.js';

export interface CrashPlan {
  readonly kills: number;
  /** `sqlite:` is completed with a file; a PostgreSQL URL is taken as it is. */
  readonly databaseUrl: string;
}

export interface CrashResult {
  readonly posted: number;
  readonly kills: number;
  /** Callbacks that the gateway answered with 200, and those of them that it had missed before. */
  readonly callbacks: { readonly taken: number; readonly repeated: number };
  readonly broken: readonly string[];
}

export const KEY = `wp_${'0123456789abcdef'.repeat(3)}`;
const SECRET_KEY = Buffer.alloc(32, 7).toString('base64');
export const SENDER = 'otp-in';
const PHONE = '+918635920000';
const SID = 'HXAP0000000001IN';
const CALLERS = 8;
const RECIPIENTS_EACH = 6;
/** Each message has five events that the consumer is to be told of. */
const PAUSE_MS = 10;
/** A vendor that calls back soon, and again until it is heard. */
const CALLBACKS = {
  stepMs: [0, 50],
  redelivery: { attempts: 100, backoffMs: 100, maxBackoffMs: 500 },
} as const;
/** The provider waits this long for a silent vendor. */
const SILENCE_MS = 30_000;

/**
 * Kills a gateway under load again and again, against a vendor that resets, errs and falls silent, and calls back all
 * the while; then lets it recover and judges by the vendor's own logs, and by what a consumer of webhooks was told.
 */
export async function crashRun({ kills, databaseUrl }: CrashPlan): Promise<CrashResult> {
  const folder = await mkdtemp(join(tmpdir(), 'waypost-crash-'));
  const sandbox = await createSandbox({ port: 0, ...CALLBACKS });
  addFaults(sandbox);
  addCallbackFaults(sandbox);
  const consumer = await CrashConsumer.start(KEY);
  const door = await SteadyAddress.open();
  const settings = {
    ...(await settingsFor(folder, sandbox, databaseUrl)),
    PUBLIC_URL: door.url,
  };
  let gateway = new GatewayProcess(settings, { directory: folder });
  const posters: Poster[] = [];
  const listening = async () => {
    const at = await gateway.url();
    door.port = Number(new URL(at).port);
    return at;
  };
  try {
    let url = await listening();
    await consumer.subscribe(url);
    sandbox.addCallback({ provider: 'kaleyra', account: SID, url: await callbackUrl(url) });
    for (let caller = 0; caller < CALLERS; caller++) {
      const recipients = Array.from({ length: RECIPIENTS_EACH }, (_, i) => recipient(caller, i));
      posters.push(new Poster(recipients, () => url, KEY, SENDER, PAUSE_MS));
    }
    for (let kill = 0; kill < kills; kill++) {
      await sleep(100 + Math.random() * 500);
      await gateway.kill();
      gateway = new GatewayProcess(settings, { directory: folder });
      url = await listening();
    }
    await Promise.all(posters.map((poster) => poster.stop()));
    sandbox.clearFaults();
    const callers = posters.map(({ posted }) => posted);
    await settle(url, callers.flat());
    await sandbox.settled();
    const broken = await unapplied(url);
    const told = await settle(url, callers.flat());
    const log = sandbox.callbacks();
    broken.push(...judge(callers, told, sandbox.messages()), ...judgeCallbacks(told, log));
    broken.push(...(await consumer.judge(url)));
    const taken = log.filter(({ delivered }) => delivered);
    const repeated = taken.filter(({ attempt }) => attempt > 1).length;
    const callbacks = { taken: taken.length, repeated };
    return { posted: callers.flat().length, kills, callbacks, broken };
  } finally {
    await gateway.kill();
    posters.forEach((poster) => poster.abandon());
    await sandbox.close();
    await consumer.close();
    await door.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Settings of a gateway with one Kaleyra sender that leads to the sandbox; its senders file is in the folder. */
export async function settingsFor(
  folder: string,
  sandbox: Sandbox,
  databaseUrl: string,
  limits: object = { messagesPerSecond: 2_000, pairRate: false },
): Promise<Record<string, string>> {
  const account = { sid: SID, apiKey: 'A0123', phones: [PHONE] };
  sandbox.addAccount({ provider: 'kaleyra', account });
  const senders = [
    {
      id: SENDER,
      provider: 'kaleyra',
      phone: PHONE,
      options: { sid: account.sid, apiKey: account.apiKey, baseUrl: sandbox.url },
      limits,
    },
  ];
  await writeFile(join(folder, 'senders.json'), JSON.stringify(senders));
  return {
    SENDERS_FILE: join(folder, 'senders.json'),
    BOOTSTRAP_API_KEY: KEY,
    SECRET_KEY,
    ALLOW_PRIVATE_EGRESS: 'true',
    DATABASE_URL: databaseUrl === 'sqlite:' ? `sqlite:${join(folder, 'waypost.db')}` : databaseUrl,
  };
}

/** A number of Ofcom's range for drama; the sandbox gives those of the North American one a meaning. */
export function recipient(caller: number, i: number): string {
  return `+447700900${String(caller * RECIPIENTS_EACH + i).padStart(3, '0')}`;
}

/** Asks until every message has settled, or nothing can settle it any more. */
export async function settle(
  url: string,
  posted: readonly { readonly id?: string }[],
): Promise<Map<string, Told>> {
  const told = new Map<string, Told>();
  const deadline = Date.now() + 2 * SILENCE_MS + 60_000;
  for (const { id } of posted) {
    for (;;) {
      const message = id && (await ask(url, id));
      if (message) told.set(message.id, message);
      const isOpen = !message || ['queued', 'sending', 'unknown'].includes(message.status);
      if (!isOpen || Date.now() > deadline) break;
      await sleep(50);
    }
  }
  return told;
}

/** Waits until every callback is applied; gives those of which nothing comes. */
async function unapplied(url: string): Promise<string[]> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const { data } = await get<{ data: { id: string; outcome: string }[] }>(
      `${url}/v1/callbacks?outcome=pending,failed,unknown&limit=200`,
    );
    const isOver = data.every(({ outcome }) => outcome !== 'pending') || Date.now() > deadline;
    if (isOver) return data.map(({ id, outcome }) => `${id} is ${outcome} in the end`);
    await sleep(50);
  }
}

async function callbackUrl(url: string): Promise<string> {
  return (await get<{ callbackUrl: string }>(`${url}/v1/senders/${SENDER}`)).callbackUrl;
}

async function get<Body>(url: string): Promise<Body> {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${KEY}` } });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Body;
}

async function ask(url: string, id: string): Promise<Told | undefined> {
  const answer = await fetch(`${url}/v1/messages/${id}`, {
    headers: { authorization: `Bearer ${KEY}` },
  });
  return answer.ok ? ((await answer.json()) as Told) : undefined;
}

/** Posts one message to the gateway at this address; gives its answer. */
export function postOnce(url: string, to: string): Promise<Response> {
  return fetch(`${url}/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      sender: SENDER,
      message: { to, type: 'text', text: { body: 'Hello' } },
    }),
  });
}

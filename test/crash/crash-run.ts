import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSandbox, type Sandbox } from 'waypost/sandbox';
import { GatewayProcess } from '../support/gateway-process.js';
import { CrashConsumer } from './crash-consumer.js';
import { addFaults } from './faults.js';
import { judge, type Told } from './judge.js';
import { Poster } from './poster.js';

export interface CrashPlan {
  readonly kills: number;
  /** `sqlite:` is completed with a file; a PostgreSQL URL is taken as it is. */
  readonly databaseUrl: string;
}

export interface CrashResult {
  readonly posted: number;
  readonly kills: number;
  readonly broken: readonly string[];
}

export const KEY = `wp_${'0123456789abcdef'.repeat(3)}`;
const SECRET_KEY = Buffer.alloc(32, 7).toString('base64');
export const SENDER = 'otp-in';
const PHONE = '+918635920000';
const CALLERS = 8;
const RECIPIENTS_EACH = 6;
/** The provider waits this long for a silent vendor. */
export const SILENCE_MS = 30_000;

/**
 * Kills a gateway under load again and again, against a vendor that resets, errs and falls silent; then lets it
 * recover and judges by the vendor's own log, and by what a consumer of webhooks was told.
 */
export async function crashRun({ kills, databaseUrl }: CrashPlan): Promise<CrashResult> {
  const folder = await mkdtemp(join(tmpdir(), 'waypost-crash-'));
  const sandbox = await createSandbox({ port: 0 });
  addFaults(sandbox);
  const consumer = await CrashConsumer.start(KEY);
  const settings = await settingsFor(folder, sandbox, databaseUrl);
  let gateway = new GatewayProcess(settings, { directory: folder });
  const posters: Poster[] = [];
  try {
    let url = await gateway.url();
    await consumer.subscribe(url);
    for (let caller = 0; caller < CALLERS; caller++) {
      const recipients = Array.from({ length: RECIPIENTS_EACH }, (_, i) => recipient(caller, i));
      posters.push(new Poster(recipients, () => url, KEY, SENDER));
    }
    for (let kill = 0; kill < kills; kill++) {
      await sleep(100 + Math.random() * 500);
      await gateway.kill();
      gateway = new GatewayProcess(settings, { directory: folder });
      url = await gateway.url();
    }
    await Promise.all(posters.map((poster) => poster.stop()));
    sandbox.clearFaults();
    const callers = posters.map(({ posted }) => posted);
    const told = await settle(url, callers.flat());
    const broken = judge(callers, told, sandbox.messages());
    broken.push(...(await consumer.judge(url)));
    return { posted: callers.flat().length, kills, broken };
  } finally {
    await gateway.kill();
    posters.forEach((poster) => poster.abandon());
    await sandbox.close();
    await consumer.close();
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
  const account = { sid: 'HXAP0000000001IN', apiKey: 'A0123', phones: [PHONE] };
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

async function ask(url: string, id: string): Promise<Told | undefined> {
  const answer = await fetch(`${url}/v1/messages/${id}`, {
    headers: { authorization: `Bearer ${KEY}` },
  });
  return answer.ok ? ((await answer.json()) as Told) : undefined;
}

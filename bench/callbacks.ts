import { BODY, CONNECTIONS, SENDER_PHONE } from './contestants/sample.js';
import { ask, requireStore, single, startGateway, type Gateway } from './contestants/waypost.js';
import type { Extent } from './extent.js';
import type { Latency } from './load/load.js';
import { ID_PREFIX, MESSAGE, post, type Target } from './load/target.js';
import { median } from './measure.js';
import type { Ratio, Report } from './report.js';
import { cpuMicros } from './rig/cpu.js';
import { measureLoad, settle, type Sample } from './rig/rounds.js';
import { Workbench } from './rig/workbench.js';

const STATUSES = ['sent', 'delivered', 'read'] as const;
const UNREAD = ['sending', 'accepted', 'sent', 'delivered'];
const MAX_TRIES = 50;
const PLANS = {
  // A burst that memory holds, so that the rate is that of answering and hardly that of applying.
  full: { rounds: 7, messages: 5_000, seconds: 10 },
  quick: { rounds: 1, messages: 2_000, seconds: 2 },
};

/** What the callbacks of a round's messages took. */
interface Heard {
  /** CPU of the gateway in microseconds per message, for all of its callbacks, until they are applied. */
  readonly cpu: number;
  /** Callbacks answered per second. */
  readonly answered: number;
}

interface Round {
  readonly sent: Sample;
  readonly heard: Heard;
}

/** What a message's three callbacks cost beside the message, and how soon they are answered. */
export function benchCallbacks(extent: Extent): Promise<Report> {
  return Workbench.use(async (bench) => {
    const plan = PLANS[extent];
    const gateway = await startGateway(bench, 'waypost');
    requireStore(gateway);
    const door = await callbackPath(gateway);
    await measureRound(bench, gateway, door, plan.messages);
    const rounds: Round[] = [];
    for (let i = 0; i < plan.rounds; i++) {
      rounds.push(await measureRound(bench, gateway, door, plan.messages));
    }
    const answered = median(rounds.map(({ heard }) => heard.answered));
    const perSecond = Math.round(answered / 2);
    const count = Math.ceil((perSecond * plan.seconds) / STATUSES.length);
    const target = await sendAndAim(bench, gateway, door, count);
    const latency = await bench.sendOpen({ target, perSecond, seconds: plan.seconds });
    return report(rounds, perSecond, latency, bench.rig.layout.notes);
  });
}

async function callbackPath(gateway: Gateway): Promise<string> {
  const { callbackUrl } = await ask<{ callbackUrl: string }>(gateway, `/v1/senders/${BODY.sender}`);
  return new URL(callbackUrl).pathname;
}

async function measureRound(
  bench: Workbench,
  gateway: Gateway,
  door: string,
  messages: number,
): Promise<Round> {
  const first = (await bench.idsGiven()) + 1;
  const sent = await measureLoad(bench, single(gateway), messages);
  const target = aim(gateway, door, first, messages);
  const pids = [gateway.child.pid];
  const before = cpuMicros(pids);
  const callbacks = messages * STATUSES.length;
  const { startedAt, endedAt } = await bench.sendClosed({ target, messages: callbacks });
  await applied(gateway, pids);
  const cpu = (cpuMicros(pids) - before) / messages;
  return { sent, heard: { cpu, answered: (callbacks * 1_000) / (endedAt - startedAt) } };
}

async function sendAndAim(
  bench: Workbench,
  gateway: Gateway,
  door: string,
  messages: number,
): Promise<Target> {
  const first = (await bench.idsGiven()) + 1;
  await measureLoad(bench, single(gateway), messages);
  return aim(gateway, door, first, messages);
}

/** The callbacks of so many messages: of all that they were sent, then of all that they were delivered, and so on. */
function aim({ port, appId }: Gateway, door: string, first: number, count: number): Target {
  const requests = STATUSES.map((status) => post(door, callback(appId, status), {}));
  return {
    port,
    request: '',
    messages: 1,
    connections: CONNECTIONS,
    rounds: { requests, first, count },
  };
}

/** A callback of Gupshup's version 3. */
function callback(appId: string, status: (typeof STATUSES)[number]): object {
  const business = SENDER_PHONE.slice(1);
  const pricing = { billable: true, category: 'utility', pricing_model: 'PMP', type: 'regular' };
  const told = {
    gs_id: `${ID_PREFIX}${MESSAGE}`,
    id: `${ID_PREFIX}${MESSAGE}`,
    meta_msg_id: `wamid.HBgMOTE5ODc2NTAwMDAxFQIAERgS${MESSAGE}`,
    recipient_id: '919876500001',
    status,
    timestamp: String(Math.floor(Date.now() / 1_000)),
    ...(status !== 'read' && { pricing }),
  };
  const metadata = { display_phone_number: business, phone_number_id: '104996122399160' };
  const value = { messaging_product: 'whatsapp', metadata, statuses: [told] };
  const entry = [{ id: '102290129340398', changes: [{ field: 'messages', value }] }];
  return { object: 'whatsapp_business_account', gs_app_id: appId, entry };
}

/**
 * Waits until all callbacks are applied: between two portions the gateway may rest as if it had finished.
 * @throws Error where a message is left that is not read
 */
async function applied(gateway: Gateway, pids: readonly number[]): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    await settle(pids);
    const left = await Promise.all(
      UNREAD.map((status) =>
        ask<{ data: unknown[] }>(gateway, `/v1/messages?status=${status}&limit=1`),
      ),
    );
    if (left.every(({ data }) => data.length === 0)) return;
  }
  throw new Error('Callbacks were not applied: messages are left that are not read.');
}

function report(
  rounds: readonly Round[],
  perSecond: number,
  { p50, p99 }: Latency,
  notes: readonly string[],
): Report {
  const of = (read: (round: Round) => number): number => median(rounds.map(read));
  const alone = of(({ sent }) => sent.cpu);
  const heard = of(({ heard }) => heard.cpu);
  const drained = of(({ sent }) => sent.drained);
  const answered = of(({ heard }) => heard.answered);
  return {
    title: 'Callbacks',
    columns: [
      { title: 'CPU µs per message' },
      { title: 'per second' },
      { title: 'p50 ms', digits: 2 },
      { title: 'p99 ms', digits: 2 },
    ],
    rows: [
      { name: 'messages, sent', values: [alone, drained] },
      { name: 'their callbacks, three each', values: [heard, answered] },
      { name: 'callbacks at half that rate', values: [undefined, perSecond, p50, p99] },
    ],
    ratios: compare({ alone, heard, drained, answered, p99 }),
    notes,
  };
}

interface Figures {
  readonly alone: number;
  readonly heard: number;
  readonly drained: number;
  readonly answered: number;
  readonly p99: number;
}

function compare({ alone, heard, drained, answered, p99 }: Figures): Ratio[] {
  return [
    {
      name: 'a message with its callbacks / the message alone, CPU',
      value: (alone + heard) / alone,
      bound: { at: 'most', is: 2.5 },
    },
    {
      name: 'callbacks answered / messages sent, per second',
      value: answered / drained,
      bound: { at: 'least', is: 2 },
    },
    { name: 'p99 of the answer at half that rate, ms', value: p99, bound: { at: 'most', is: 50 } },
  ];
}

import { setTimeout } from 'node:timers/promises';
import type { Contestant, Running } from '../contestants/contestant.js';
import { Unavailable } from '../contestants/contestant.js';
import { median } from '../measure.js';
import { cpuMicros } from './cpu.js';
import type { Workbench } from './workbench.js';

/** How long to measure. */
export interface Plan {
  /** Rounds of each contestant; they take turns. */
  readonly rounds: number;
  /** How long a round lasts, about: its number of messages follows from the warm-up. */
  readonly seconds: number;
  /** Messages of the round that is not counted. */
  readonly warmUp: number;
}

/** What a load of messages took, from its first request until the vendor had read the last message. */
export interface Sample {
  /** CPU of the gateway's own processes, in microseconds per message. */
  readonly cpu: number;
  /** CPU of the database or queue server beside it, in microseconds per message; 0 where there is none. */
  readonly storeCpu: number;
  /** Messages that were answered with 2xx, per second. */
  readonly accepted: number;
  /** Messages that the vendor read, per second. */
  readonly drained: number;
  /** How much of its core the gateway used, from 0 to 1. */
  readonly gatewayBusy: number;
  /** The same of the load and the vendor. */
  readonly loadBusy: number;
}

/** The medians of a contestant's rounds. */
export interface Result extends Sample {
  readonly name: string;
}

/** What a race found, and what is to be known about it. */
export interface Race {
  readonly results: readonly Result[];
  /** Why contestants did not take part; the notes name them too. */
  readonly absent: readonly Unavailable[];
  readonly notes: readonly string[];
}

const SETTLE_LIMIT_MS = 5_000;
const STEP_MS = 100;

/** Below this share of its core, CPU is not what limits a gateway. */
const IDLE = 0.85;

/** Starts the contestants, warms them up, and measures them in turn, round by round. */
export async function race(
  bench: Workbench,
  contestants: readonly Contestant[],
  plan: Plan,
): Promise<Race> {
  const notes: string[] = [];
  const absent: Unavailable[] = [];
  const ready = await startAll(bench, contestants, { notes, absent });
  const runs = [];
  for (const { name, running } of ready) {
    const { drained } = await named(name, measureLoad(bench, running, plan.warmUp));
    runs.push({
      name,
      running,
      messages: Math.ceil(drained * plan.seconds),
      samples: [] as Sample[],
    });
  }
  for (let round = 0; round < plan.rounds; round++) {
    for (const { name, running, messages, samples } of runs) {
      samples.push(await named(name, measureLoad(bench, running, messages)));
    }
  }
  const results = runs.map(({ name, samples }) => ({ name, ...medians(samples) }));
  return { results, absent, notes: [...notes, ...results.flatMap(doubt)] };
}

async function startAll(
  bench: Workbench,
  contestants: readonly Contestant[],
  { notes, absent }: { readonly notes: string[]; readonly absent: Unavailable[] },
): Promise<{ readonly name: string; readonly running: Running }[]> {
  const ready = [];
  for (const { name, start } of contestants) {
    try {
      const running = await start(bench);
      ready.push({ name, running });
      notes.push(...(running.notes ?? []));
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      absent.push(error);
      notes.push(`${name} is left out: ${error.message}.`);
    }
  }
  return ready;
}

/** Sends so many messages, rounded up to whole requests, and measures what that took until all is quiet again. */
export async function measureLoad(
  bench: Workbench,
  { target, vendorPath, gateway, store }: Running,
  messages: number,
): Promise<Sample> {
  const count = Math.ceil(messages / target.messages) * target.messages;
  const gatewayPids = gateway.map(({ pid }) => pid);
  const storePids = store ? [store.pid] : [];
  const cpu = (): number[] => [gatewayPids, storePids, bench.pids].map(cpuMicros);
  const readBefore = await bench.readOf(vendorPath);
  const before = cpu();
  const { startedAt, endedAt } = await bench.sendClosed({ target, messages: count });
  const drainedAt = await bench.drained(vendorPath, readBefore + count);
  const busy = cpu().map(
    (after, i) => (after - (before[i] ?? 0)) / 1_000 / (drainedAt - startedAt),
  );
  await settle(gatewayPids);
  const [own = 0, storeCpu = 0] = cpu().map((after, i) => (after - (before[i] ?? 0)) / count);
  const perSecond = (until: number): number => (count * 1_000) / (until - startedAt);
  return {
    cpu: own,
    storeCpu,
    accepted: perSecond(endedAt),
    drained: perSecond(drainedAt),
    gatewayBusy: busy[0] ?? 0,
    loadBusy: (busy[1] ?? 0) + (busy[2] ?? 0),
  };
}

/** Waits until a gateway has recorded and applied what it was told, and is idle: its CPU counts until then. */
export async function settle(pids: readonly number[]): Promise<void> {
  const deadline = performance.now() + SETTLE_LIMIT_MS;
  for (let used = cpuMicros(pids); performance.now() < deadline;) {
    await setTimeout(STEP_MS);
    const now = cpuMicros(pids);
    if (now - used <= (STEP_MS * 1_000) / 10) return;
    used = now;
  }
}

async function named<T>(name: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new Error(
      `${name} could not be measured: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function medians(samples: readonly Sample[]): Sample {
  const of = (field: keyof Sample): number => median(samples.map((sample) => sample[field]));
  return {
    cpu: of('cpu'),
    storeCpu: of('storeCpu'),
    accepted: of('accepted'),
    drained: of('drained'),
    gatewayBusy: of('gatewayBusy'),
    loadBusy: of('loadBusy'),
  };
}

function doubt({ name, gatewayBusy, loadBusy }: Result): string[] {
  const [own, other] = [gatewayBusy, loadBusy].map((share) => `${Math.round(share * 100)} %`);
  if (loadBusy > gatewayBusy) {
    return [
      `${name}: the core of load, vendor and store was busier (${other}) than the gateway's (${own}), so its rate may be theirs; its CPU per message stands.`,
    ];
  }
  if (gatewayBusy < IDLE) {
    return [
      `${name}: it used ${own} of its core only, and waited for a disk or for others on that core: its rate would be higher alone.`,
    ];
  }
  return [];
}

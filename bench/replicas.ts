import { setTimeout } from 'node:timers/promises';
import { countLeases, startPostgres, type Postgres } from './contestants/postgres.js';
import { shared, single, startGateway, statementsOf, type Gateway } from './contestants/waypost.js';
import type { Extent } from './extent.js';
import { median } from './measure.js';
import type { Ratio, Report, Row } from './report.js';
import { settle } from './rig/rounds.js';
import { Workbench } from './rig/workbench.js';

/** Messages per second: to each replica, or to all of them together. */
const EACH = 300;
const TOTAL = 600;
const REPLICAS = [1, 2, 4] as const;
const SENDERS = Array.from({ length: 8 }, (_, at) => `bench-${at + 1}`);
/** Of each sender, to each replica. */
const CONNECTIONS = 4;
const IDLE_MS = 3_000;
const SPREAD_LIMIT_MS = 60_000;
const PLANS = { full: { rounds: 3, seconds: 4 }, quick: { rounds: 1, seconds: 2 } };

type Plan = (typeof PLANS)[Extent];

/** What one round showed. */
interface Sample {
  /** Statements per message, those of an idle time of the same length subtracted. */
  readonly statements: number;
  /** The slowest sender's p99 of the 202, in milliseconds. */
  readonly p99: number;
}

interface Subject extends Sample {
  readonly name: string;
  readonly idle: number;
}

/** Replicas on a PostgreSQL of their own, with the senders spread evenly over them. */
interface Cluster {
  readonly gateways: readonly Gateway[];
  /** Statements per second while there is nothing to do. */
  readonly idle: number;
}

/** How many statements a message costs by the number of replicas that share one PostgreSQL. */
export async function benchReplicas(extent: Extent): Promise<Report> {
  const subjects: Subject[] = [];
  const notes: string[] = [];
  for (const replicas of REPLICAS) {
    await Workbench.use(async (bench) => {
      subjects.push(...(await measureCluster(bench, replicas, PLANS[extent])));
      if (replicas === 1) notes.push(...bench.rig.layout.notes);
    });
  }
  return {
    title: 'Replicas',
    columns: [
      { title: 'statements per message', digits: 2 },
      { title: 'idle statements per second', digits: 1 },
      { title: 'p99 of the 202, ms', digits: 1 },
    ],
    rows: subjects.map(row),
    ratios: [...compare(subjects, 'each'), ...compare(subjects, 'total')],
    notes,
  };
}

type Kind = 'each' | 'total';

function nameOf(replicas: number, kind: Kind): string {
  const load = kind === 'each' ? `${EACH}/s to each` : `${TOTAL}/s in all`;
  return `${replicas} ${replicas === 1 ? 'replica' : 'replicas'}, ${load}`;
}

async function measureCluster(bench: Workbench, replicas: number, plan: Plan): Promise<Subject[]> {
  const cluster = await startCluster(bench, replicas);
  const kinds = (['each', 'total'] as const).map((kind) => ({
    name: nameOf(replicas, kind),
    perSecond: kind === 'each' ? EACH : TOTAL / replicas,
    samples: [] as Sample[],
  }));
  for (const { perSecond } of kinds) await measureRound(bench, cluster, { perSecond, seconds: 2 });
  for (let round = 0; round < plan.rounds; round++) {
    for (const { perSecond, samples } of kinds) {
      samples.push(await measureRound(bench, cluster, { perSecond, seconds: plan.seconds }));
    }
  }
  return kinds.map(({ name, samples }) => ({
    name,
    idle: cluster.idle,
    statements: median(samples.map(({ statements }) => statements)),
    p99: median(samples.map(({ p99 }) => p99)),
  }));
}

async function startCluster(bench: Workbench, replicas: number): Promise<Cluster> {
  const postgres = await startPostgres(bench.rig);
  const common = shared(SENDERS);
  const gateways: Gateway[] = [];
  for (let n = 1; n <= replicas; n++) {
    gateways.push(await startGateway(bench, `replica ${n}`, postgres.url, common));
  }
  await spread(postgres, replicas);
  const before = await statementsOfAll(gateways);
  await setTimeout(IDLE_MS);
  const idle = ((await statementsOfAll(gateways)) - before) / (IDLE_MS / 1_000);
  return { gateways, idle };
}

/** Waits until every replica drives as many senders as any other. */
async function spread(postgres: Postgres, replicas: number): Promise<void> {
  const deadline = performance.now() + SPREAD_LIMIT_MS;
  for (;;) {
    const leases = await countLeases(postgres);
    const share = SENDERS.length / replicas;
    if (leases.length === replicas && leases.every((count) => count === share)) return;
    if (performance.now() > deadline) throw new Error('The senders do not spread evenly.');
    await setTimeout(100);
  }
}

/** Sends to every replica for every sender at even intervals, until all is drained and recorded. */
async function measureRound(
  bench: Workbench,
  { gateways, idle }: Cluster,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<Sample> {
  const [{ vendorPath }] = gateways as [Gateway];
  const loads = gateways.flatMap((gateway) =>
    SENDERS.map((sender) => single(gateway, sender, CONNECTIONS).target),
  );
  const messages = gateways.length * perSecond * seconds;
  const readBefore = await bench.readOf(vendorPath);
  const before = await statementsOfAll(gateways);
  const began = performance.now();
  const share = perSecond / SENDERS.length;
  // Not all at the same moments, or groups would be larger than at such a rate they are.
  const step = 1_000 / share / loads.length;
  const latencies = await Promise.all(
    loads.map(async (target, at) => {
      await setTimeout(at * step);
      return bench.sendOpen({ target, perSecond: share, seconds });
    }),
  );
  await bench.drained(vendorPath, readBefore + messages);
  await settle(gateways.map(({ child }) => child.pid));
  const after = await statementsOfAll(gateways);
  const own = after - before - (idle * (performance.now() - began)) / 1_000;
  return { statements: own / messages, p99: Math.max(...latencies.map(({ p99 }) => p99)) };
}

async function statementsOfAll(gateways: readonly Gateway[]): Promise<number> {
  const counts = await Promise.all(gateways.map(statementsOf));
  return counts.reduce((sum, count) => sum + count, 0);
}

function row({ name, statements, idle, p99 }: Subject): Row {
  return { name, values: [statements, idle, p99] };
}

/** Each number of replicas beside one. */
function compare(subjects: readonly Subject[], kind: Kind): Ratio[] {
  const statementsAt = (replicas: number): number =>
    subjects.find(({ name }) => name === nameOf(replicas, kind))?.statements ?? Number.NaN;
  return REPLICAS.filter((replicas) => replicas > 1).map((replicas) => ({
    name: `${nameOf(replicas, kind)} / one replica, statements per message`,
    value: statementsAt(replicas) / statementsAt(1),
    ...(kind === 'each' ? { bound: { at: 'most', is: 1.1 } } : { aim: { at: 'most', is: 1.1 } }),
  }));
}

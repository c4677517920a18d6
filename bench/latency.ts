import { fsyncInsert } from './contestants/baselines.js';
import { requireStore, single, startGateway } from './contestants/waypost.js';
import type { Extent } from './extent.js';
import type { Latency } from './load/load.js';
import type { Target } from './load/target.js';
import { median } from './measure.js';
import type { Report, Row } from './report.js';
import { measureLoad } from './rig/rounds.js';
import { Workbench } from './rig/workbench.js';

const PER_SECOND = 200;
/**
 * Long enough that the compiler has come to rest, which else takes the gateway's core for milliseconds again and again:
 * a gateway runs for weeks. Both subjects have the same.
 */
const PLANS = {
  full: { rounds: 5, seconds: 10, warmUp: 30_000 },
  quick: { rounds: 1, seconds: 2, warmUp: 5_000 },
};

interface Subject {
  readonly name: string;
  readonly target: Target;
  readonly found: Latency[];
}

/** How soon a message is accepted at a modest load, beside the least that a durable answer takes on this disk. */
export function benchLatency(extent: Extent): Promise<Report> {
  return Workbench.use(async (bench) => {
    const { rounds, seconds, warmUp } = PLANS[extent];
    const subjects = [await startInsert(bench, warmUp), await startWaypost(bench, warmUp)];
    for (let round = 0; round < rounds; round++) {
      for (const { target, found } of subjects) {
        found.push(await bench.sendOpen({ target, perSecond: PER_SECOND, seconds }));
      }
    }
    return report(subjects.map(row), bench.rig.layout.notes);
  });
}

async function startInsert(bench: Workbench, warmUp: number): Promise<Subject> {
  const { target } = await fsyncInsert.start(bench);
  await bench.sendClosed({ target, messages: warmUp });
  return { name: fsyncInsert.name, target, found: [] };
}

async function startWaypost(bench: Workbench, warmUp: number): Promise<Subject> {
  const name = 'waypost';
  const gateway = await startGateway(bench, name);
  requireStore(gateway);
  const running = single(gateway);
  await measureLoad(bench, running, warmUp);
  return { name, target: running.target, found: [] };
}

function row({ name, found }: Subject): Row {
  return {
    name,
    values: [median(found.map(({ p50 }) => p50)), median(found.map(({ p99 }) => p99))],
  };
}

function report(rows: readonly Row[], notes: readonly string[]): Report {
  const [insert, waypost] = rows.map(({ values }) => values[1] ?? Number.NaN);
  const value = (waypost ?? Number.NaN) / (insert ?? Number.NaN);
  return {
    title: `The time to the 202 at ${PER_SECOND} messages per second`,
    columns: [
      { title: 'p50 ms', digits: 2 },
      { title: 'p99 ms', digits: 2 },
    ],
    rows,
    ratios: [{ name: 'waypost / one fsynced insert, p99', value, bound: { at: 'most', is: 5 } }],
    notes,
  };
}

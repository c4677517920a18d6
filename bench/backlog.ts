import type { Contestant, Running } from './contestants/contestant.js';
import { Unavailable } from './contestants/contestant.js';
import { batch, requireStore, single, startGateway, type Gateway } from './contestants/waypost.js';
import { API_KEY } from './contestants/sample.js';
import type { Extent } from './extent.js';
import type { Ratio, Report } from './report.js';
import { residentMiB } from './rig/cpu.js';
import { measureLoad, race, type Result } from './rig/rounds.js';
import { Workbench } from './rig/workbench.js';

const PLANS = {
  full: { filled: 1_000_000, rounds: 7, seconds: 3, warmUp: 5_000 },
  quick: { filled: 10_000, rounds: 1, seconds: 1, warmUp: 1_000 },
};
const DAY_MS = 24 * 60 * 60 * 1_000;

/** Resident memory of the gateway whose backlog grows, in MiB: with a tenth of it, and with all. */
interface Memory {
  readonly tenth: number;
  readonly all: number;
}

/** What a store full of settled messages, and one full of messages that wait for tomorrow, does to the rate and the memory. */
export function benchBacklog(extent: Extent): Promise<Report> {
  return Workbench.use(async (bench) => {
    const plan = PLANS[extent];
    let memory: Memory = { tenth: Number.NaN, all: Number.NaN };
    const contestants = [
      contestant('empty store', () => Promise.resolve()),
      contestant('old messages', (gateway) => settleMessages(bench, gateway, plan.filled)),
      contestant('waiting messages', async (gateway) => {
        memory = await queueMessages(bench, gateway, plan.filled);
      }),
    ];
    const { results, absent, notes } = await race(bench, contestants, plan);
    if (absent[0]) throw absent[0];
    return {
      title: `${plan.filled.toLocaleString('en')} messages in the store`,
      columns: [{ title: 'CPU µs per message' }, { title: 'drained per second' }],
      rows: results.map(({ name, cpu, drained }) => ({ name, values: [cpu, drained] })),
      ratios: compare(results, memory),
      notes: [...bench.rig.layout.notes, ...notes],
    };
  });
}

function contestant(name: string, fill: (gateway: Gateway) => Promise<void>): Contestant {
  const start = async (bench: Workbench): Promise<Running> => {
    const gateway = await startGateway(bench, name);
    requireStore(gateway);
    await fill(gateway);
    return single(gateway);
  };
  return { name, start };
}

async function settleMessages(bench: Workbench, gateway: Gateway, count: number): Promise<void> {
  await measureLoad(bench, await batch(gateway), count);
}

async function queueMessages(bench: Workbench, gateway: Gateway, count: number): Promise<Memory> {
  const sendAt = new Date(Date.now() + DAY_MS).toISOString();
  const { target } = await batch(gateway, { sendAt });
  await bench.sendClosed({ target, messages: count / 10 });
  await requireQueued(gateway);
  const tenth = residentMiB(gateway.child.pid);
  await bench.sendClosed({ target, messages: count - count / 10 });
  return { tenth, all: residentMiB(gateway.child.pid) };
}

async function requireQueued({ port }: Gateway): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/messages?status=queued`, {
    headers: { authorization: `Bearer ${API_KEY}` },
  });
  const body = (await response.json()) as { readonly data?: readonly unknown[] };
  if (!response.ok || !body.data || body.data.length === 0) {
    throw new Unavailable('the gateway keeps no message for later yet');
  }
}

function compare([empty, old, waiting]: readonly Result[], memory: Memory): Ratio[] {
  const rate = (result: Result | undefined): number => result?.drained ?? Number.NaN;
  return [
    {
      name: 'old messages / empty store, drained per second',
      value: rate(old) / rate(empty),
      bound: { at: 'least', is: 0.85 },
    },
    {
      name: 'waiting messages / empty store, drained per second',
      value: rate(waiting) / rate(empty),
    },
    {
      name: 'memory with all messages waiting / with a tenth of them',
      value: memory.all / memory.tenth,
      bound: { at: 'most', is: 1.5 },
    },
  ];
}

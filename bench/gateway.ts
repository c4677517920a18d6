import { bullmq, passThrough, relay } from './contestants/baselines.js';
import { kannel } from './contestants/kannel.js';
import { waypost, waypostBatch, waypostPostgres } from './contestants/waypost.js';
import type { Ratio, Report, Row } from './report.js';
import { race, type Result } from './rig/rounds.js';
import { Workbench } from './rig/workbench.js';
import type { Extent } from './extent.js';

const CONTESTANTS = [relay, passThrough, bullmq, kannel, waypost, waypostBatch, waypostPostgres];
const PLANS = {
  full: { rounds: 7, seconds: 3, warmUp: 15_000 },
  quick: { rounds: 1, seconds: 1, warmUp: 1_000 },
};

/**
 * The gateway end to end beside what else one could use: CPU per message and messages per second on one core.
 * @param only the names of the contestants that take part; left out, all do
 */
export function benchGateway(extent: Extent, only?: readonly string[]): Promise<Report> {
  const chosen = CONTESTANTS.filter(({ name }) => only?.includes(name) ?? true);
  return Workbench.use(async (bench) => {
    const { results, notes } = await race(bench, chosen, PLANS[extent]);
    return {
      title: 'The gateway, end to end',
      columns: [
        { title: 'CPU µs per message' },
        { title: 'store CPU µs per message' },
        { title: 'accepted per second' },
        { title: 'drained per second' },
        { title: 'gateway core busy %' },
        { title: 'load core busy %' },
      ],
      rows: results.map(row),
      ratios: compare(results),
      notes: [...bench.rig.layout.notes, ...notes],
    };
  });
}

function row({ name, cpu, storeCpu, accepted, drained, gatewayBusy, loadBusy }: Result): Row {
  const store = storeCpu > 0 ? storeCpu : undefined;
  return { name, values: [cpu, store, accepted, drained, gatewayBusy * 100, loadBusy * 100] };
}

/** The ratios that both sides took part in. */
function compare(results: readonly Result[]): Ratio[] {
  const find = (wanted: string): Result | undefined => results.find(({ name }) => name === wanted);
  const ratio = (
    [over, under]: readonly [string, string],
    field: 'cpu' | 'drained',
    bounds: Pick<Ratio, 'bound' | 'aim'>,
  ): Ratio[] => {
    const [above, below] = [find(over), find(under)];
    const name = `${over} / ${under}, ${field === 'cpu' ? 'CPU per message' : 'drained per second'}`;
    return above && below ? [{ name, value: above[field] / below[field], ...bounds }] : [];
  };
  return [
    ...ratio([waypost.name, passThrough.name], 'drained', {
      bound: atLeast(2.5),
      aim: atLeast(3.5),
    }),
    ...ratio([waypost.name, bullmq.name], 'drained', { bound: atLeast(2.5) }),
    ...ratio([waypost.name, kannel.name], 'drained', { bound: atLeast(1), aim: atLeast(1.5) }),
    ...ratio([waypost.name, relay.name], 'drained', { aim: atLeast(0.5) }),
    ...ratio([waypostBatch.name, waypost.name], 'cpu', { bound: { at: 'most', is: 0.75 } }),
    ...ratio([waypostPostgres.name, waypost.name], 'cpu', { bound: { at: 'most', is: 1.7 } }),
  ];
}

function atLeast(is: number): Ratio['bound'] {
  return { at: 'least', is };
}

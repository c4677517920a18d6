import { Unavailable } from './contestants/contestant.js';
import { waypost, waypostBatch } from './contestants/waypost.js';
import type { Extent } from './extent.js';
import type { Report } from './report.js';
import { race } from './rig/rounds.js';
import { Workbench } from './rig/workbench.js';

const PLANS = {
  full: { rounds: 9, seconds: 3, warmUp: 10_000 },
  quick: { rounds: 1, seconds: 1, warmUp: 2_000 },
};

/** How many messages per second are accepted, a hundred per request and one per request, while they are being sent. */
export function benchBatch(extent: Extent): Promise<Report> {
  return Workbench.use(async (bench) => {
    const { results, absent, notes } = await race(bench, [waypost, waypostBatch], PLANS[extent]);
    const [single, batch] = results;
    if (!single || !batch) throw absent[0] ?? new Unavailable('nothing was measured');
    return {
      title: 'Accepting in batches',
      columns: [{ title: 'accepted per second' }, { title: 'drained per second' }],
      rows: results.map(({ name, accepted, drained }) => ({ name, values: [accepted, drained] })),
      ratios: [
        {
          name: `${batch.name} / ${single.name}, accepted per second`,
          value: batch.accepted / single.accepted,
          bound: { at: 'least', is: 3 },
        },
      ],
      notes: [...bench.rig.layout.notes, ...notes],
    };
  });
}

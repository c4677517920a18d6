import { parseArgs } from 'node:util';
import { benchBacklog } from './backlog.js';
import { benchBatch } from './batch.js';
import { benchCallbacks } from './callbacks.js';
import { Unavailable } from './contestants/contestant.js';
import type { Extent } from './extent.js';
import { benchGateway } from './gateway.js';
import { benchLatency } from './latency.js';
import { benchProvider } from './provider.js';
import { format, missed, publish, type Report } from './report.js';
import { benchReplicas } from './replicas.js';
import { benchWebhooks } from './webhooks.js';

type Bench = (extent: Extent, only?: readonly string[]) => Promise<Report>;

const BENCHES = new Map<string, Bench>([
  ['provider', benchProvider],
  ['gateway', benchGateway],
  ['latency', benchLatency],
  ['batch', benchBatch],
  ['callbacks', benchCallbacks],
  ['replicas', benchReplicas],
  ['backlog', benchBacklog],
  ['webhooks', benchWebhooks],
]);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
});

const unknown = positionals.filter((name) => !BENCHES.has(name));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}; there are: ${[...BENCHES.keys()].join(', ')}.`,
  );
  process.exit(2);
}

// What is started must be stopped: the rigs do so when the process exits.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => process.exit(130));
}

for (const [name, bench] of BENCHES) {
  if (positionals.length === 0 || positionals.includes(name)) await run(name, bench);
}

/** Runs one benchmark and prints it. What `--quick` finds, or what some contestants of it did, is not published. */
async function run(name: string, bench: Bench): Promise<void> {
  try {
    const report = await bench(values.quick ? 'quick' : 'full', values.only?.split(','));
    console.log(`## ${report.title}\n\n${format(report)}\n`);
    if (!values.quick && values.only === undefined) publish(name, report);
    for (const sentence of missed(report)) {
      console.error(sentence);
      process.exitCode = 1;
    }
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    console.log(`${name} is not available yet: ${error.message}.\n`);
  }
}

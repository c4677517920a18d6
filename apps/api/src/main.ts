import { stopOnSignals } from './stop-on-signals.js';

const REQUIRED = 24;
const [major] = process.versions.node.split('.');

// Checked before anything else is imported: on an older Node the imports themselves fail, some without a word.
if (Number(major) >= REQUIRED) {
  const stopping = new AbortController();
  const started = import('./start.js').then(({ start }) =>
    start(process.argv.slice(2), stopping.signal),
  );
  // A log that cannot be written, on a full disk or to a reader that is gone, must not end what is being sent.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  // Before anything is open: to the first process of a container a signal that nobody handles means nothing.
  stopOnSignals(async () => {
    stopping.abort();
    const close = await started;
    await close();
  });
  await started;
} else {
  process.stderr.write(
    `Waypost needs Node ${REQUIRED} or newer, and this is ${process.versions.node}: ` +
      'start it with "npm start" after "npm ci", which brings a Node of its own, or install a newer one.\n',
  );
  process.exitCode = 1;
}

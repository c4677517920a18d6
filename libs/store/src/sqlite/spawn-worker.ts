import { Worker } from 'node:worker_threads';
import type { WorkerSettings } from './protocol.js';

// Node strips the types of the sources by itself, but does not find `x.ts` where `x.js` is imported.
const FIND_SOURCES = `
import { registerHooks } from 'node:module';
registerHooks({
  resolve(specifier, context, next) {
    const isOurs = specifier.startsWith('.') && !context.parentURL?.includes('/node_modules/');
    return next(isOurs ? specifier.replace(/[.]js$/, '.ts') : specifier, context);
  },
});`;

/**
 * Starts the thread from the compiled file; where this code itself runs from its sources, as in the tests, from the
 * source, which is why `worker.ts` and what it imports stay within the syntax that Node can strip: no enums, no
 * decorators, no parameter properties, types imported as types.
 */
export function spawnWorker(workerData: WorkerSettings): Worker {
  const isSource = import.meta.url.endsWith('.ts');
  if (!isSource) return new Worker(new URL('./worker.js', import.meta.url), { workerData });
  return new Worker(new URL('./worker.ts', import.meta.url), {
    workerData,
    execArgv: [
      '--disable-warning=ExperimentalWarning',
      `--import=data:text/javascript,${encodeURIComponent(FIND_SOURCES)}`,
    ],
  });
}

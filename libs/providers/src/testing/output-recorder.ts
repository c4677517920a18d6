import { AsyncLocalStorage } from 'node:async_hooks';
import process from 'node:process';
import { inspect } from 'node:util';

const CONSOLE_METHODS = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;

type Write = (chunk: string | Uint8Array, ...rest: unknown[]) => boolean;

/** What `use` printed, where code runs that it began. */
const recordings = new AsyncLocalStorage<string[]>();

/**
 * Runs `use` and resolves with everything that it printed: through the console, or to the streams. What goes to the
 * streams is passed on, for a test runner may tell its results there; what the runner writes is no part of the output.
 */
export async function outputOf(use: () => Promise<void>): Promise<string> {
  const printed: string[] = [];
  const restore = [
    ...[process.stdout, process.stderr].map((stream) => watchStream(stream, printed)),
    ...CONSOLE_METHODS.map((method) => divertConsole(method, printed)),
  ];
  try {
    await recordings.run(printed, use);
  } finally {
    for (const undo of restore) undo();
  }
  return printed.join('\n');
}

function watchStream(stream: NodeJS.WriteStream, printed: string[]): () => void {
  const write = stream.write.bind(stream) as Write;
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    if (recordings.getStore() === printed) {
      printed.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    }
    return write(chunk, ...rest);
  };
  return () => {
    stream.write = write;
  };
}

function divertConsole(method: (typeof CONSOLE_METHODS)[number], printed: string[]): () => void {
  const target = globalThis.console;
  const original = Object.getOwnPropertyDescriptor(target, method);
  const record = (...values: unknown[]) => {
    printed.push(...values.map(shown));
  };
  Object.defineProperty(target, method, { value: record, configurable: true, writable: true });
  return () => {
    if (original) Object.defineProperty(target, method, original);
    else Reflect.deleteProperty(target, method);
  };
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { depth: 10 });
}

import process from 'node:process';
import { inspect } from 'node:util';

const CONSOLE_METHODS = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;

/** Runs `use` and resolves with everything that was printed meanwhile: through the console, a logger, or the streams. */
export async function outputOf(use: () => Promise<void>): Promise<string> {
  const printed: string[] = [];
  const restore = [
    ...[process.stdout, process.stderr].map((stream) => divertStream(stream, printed)),
    ...CONSOLE_METHODS.map((method) => divertConsole(method, printed)),
  ];
  try {
    await use();
  } finally {
    for (const undo of restore) undo();
  }
  return printed.join('\n');
}

function divertStream(stream: NodeJS.WriteStream, printed: string[]): () => void {
  const write = stream.write.bind(stream);
  stream.write = (chunk: string | Uint8Array): boolean => {
    printed.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    return true;
  };
  return () => {
    stream.write = write;
  };
}

function divertConsole(method: (typeof CONSOLE_METHODS)[number], printed: string[]): () => void {
  const target = globalThis.console;
  const original = Object.getOwnPropertyDescriptor(target, method);
  const record = (...values: unknown[]) => {
    printed.push(...values.map((value) => inspect(value, { depth: 10 })));
  };
  Object.defineProperty(target, method, { value: record, configurable: true, writable: true });
  return () => {
    if (original) Object.defineProperty(target, method, original);
    else Reflect.deleteProperty(target, method);
  };
}

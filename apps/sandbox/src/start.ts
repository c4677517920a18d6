import { createSandbox, type Sandbox } from './sandbox.js';
import { welcome } from './welcome.js';

const DEFAULT_PORT = 3100;

const portFrom = (text: string | undefined): number | undefined => {
  if (text === undefined || text === '') return DEFAULT_PORT;
  const port = Number(text);
  return Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : undefined;
};

const fail = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
};

const explain = (error: unknown, port: number): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken: set PORT to another one, or to 0 for any.`;
  if (code === 'EACCES') return `Port ${port} is not allowed here: set PORT to one above 1023.`;
  return `The sandbox did not start: ${error instanceof Error ? error.message : 'unknown error'}.`;
};

const stopOn = (sandbox: Sandbox, signal: NodeJS.Signals): void => {
  process.once(signal, () => void sandbox.close());
};

/** Starts the sandbox from the environment (PORT, HOST) and runs until it is told to stop. */
export const start = async (): Promise<void> => {
  const port = portFrom(process.env.PORT);
  if (port === undefined) return fail('PORT must be a whole number from 0 to 65535.');
  try {
    const sandbox = await createSandbox({ host: process.env.HOST ?? '127.0.0.1', port });
    stopOn(sandbox, 'SIGINT');
    stopOn(sandbox, 'SIGTERM');
    process.stdout.write(welcome(sandbox));
  } catch (error) {
    fail(explain(error, port));
  }
};

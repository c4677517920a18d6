import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttp } from 'waypost/providers';
import { ApiKeys } from './api-keys.js';
import { createApp } from './app.js';
import { BootError } from './boot-error.js';
import { loadConfig } from './config.js';
import { banner } from './demo/banner.js';
import { startDemo, type Demo } from './demo/demo.js';
import type { Environment } from './environment.js';
import { keepKey, type KeptKey } from './key-file.js';
import { PROVIDERS } from './providers.js';
import { createSenders } from './senders/create-senders.js';
import { readSenders } from './senders/read-senders.js';
import type { Sender } from './senders/sender.js';
import { stopOnSignals } from './stop-on-signals.js';
import { systemCode } from './system-code.js';

/**
 * Starts the gateway as a process: reads the settings, listens, and stops on a signal. Whatever keeps it from
 * starting is told on stderr in plain sentences, and the exit status is 1.
 * @param args `--demo` starts the demo where no sender is configured
 */
export async function start(args: readonly string[]): Promise<void> {
  try {
    await boot(args.includes('--demo'));
  } catch (error) {
    if (!(error instanceof BootError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

async function boot(demoAllowed: boolean): Promise<void> {
  const config = await loadConfig();
  const { environment } = config;
  const wantsDemo = demoAllowed && environment.SENDERS_FILE === undefined;
  const demo = wantsDemo ? await startDemo(environment) : undefined;
  const senders = openSenders(environment, demo);
  const { keys, made } = openKeys(environment, demo);
  const app = await createApp({ config, keys, senders, sandbox: wantsDemo });
  stopOnSignals(async () => {
    await app.close();
    await demo?.close();
  });
  const url = await listen(app, environment);
  if (demo) process.stdout.write(banner(url, demo));
  else greet(url, senders.length, made);
}

function openSenders(environment: Environment, demo: Demo | undefined): Sender[] {
  const { SENDERS_FILE: file, ALLOW_PRIVATE_EGRESS } = environment;
  if (demo) {
    const http = createHttp({ allowPrivate: true });
    return createSenders(demo.senders, { providers: PROVIDERS, http, source: 'The demo' });
  }
  if (file === undefined) return [];
  const http = createHttp({ allowPrivate: ALLOW_PRIVATE_EGRESS });
  return createSenders(readSenders(file), { providers: PROVIDERS, http, source: file });
}

interface OpenedKeys {
  readonly keys: ApiKeys;
  /** A key that was made just now, and is to be shown this once. */
  readonly made?: KeptKey;
}

function openKeys({ BOOTSTRAP_API_KEY: given, DATA_DIR }: Environment, demo?: Demo): OpenedKeys {
  const known = [given, demo?.key].filter((key) => key !== undefined);
  if (known.length > 0) return { keys: new ApiKeys(known) };
  const kept = keepKey(DATA_DIR, 'api-key');
  return { keys: new ApiKeys([kept.key]), ...(kept.made && { made: kept }) };
}

async function listen(app: NestFastifyApplication, { PORT, HOST }: Environment): Promise<string> {
  try {
    await app.init();
    // Fastify's own listen: Nest's would log the error that is told in a sentence here.
    await app.getHttpAdapter().getInstance().listen({ port: PORT, host: HOST });
  } catch (error) {
    throw explain(error, PORT, HOST);
  }
  const { port } = app.getHttpServer().address() as AddressInfo;
  return `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${port}`;
}

function explain(error: unknown, port: number, host: string): unknown {
  switch (systemCode(error)) {
    case 'EADDRINUSE':
      return new BootError(`Port ${port} is in use: stop what listens there, or set PORT.`);
    case 'EACCES':
      return new BootError(`Port ${port} is not allowed to this user: set PORT to 1024 or more.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new BootError(`${host} is no address of this machine: correct HOST.`);
    default:
      return error;
  }
}

function greet(url: string, senders: number, made: KeptKey | undefined): void {
  const logger = new Logger('Waypost');
  if (made) {
    process.stdout.write(
      `\nAn API key was made, and is shown this once:\n\n  ${made.key}\n\nIt is kept in ${made.path}.\n\n`,
    );
  }
  if (senders === 0)
    logger.warn('No sender is configured, so nothing can be sent: set SENDERS_FILE.');
  logger.log(`Listening on ${url}; senders: ${senders}; docs: ${url}/docs.`);
}

import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttp } from 'waypost/providers';
import { BootError } from './boot-error.js';
import { loadConfig } from './config.js';
import { banner } from './demo/banner.js';
import { startDemo, type Demo } from './demo/demo.js';
import type { Environment } from './environment.js';
import { openGateway, type GatewaySetup, type OpenGateway } from './open-gateway.js';
import { readSenders } from './senders/read-senders.js';
import { systemCode } from './system-code.js';

/** Stops what was started, in order. */
export type Close = () => Promise<void>;

/**
 * Starts the gateway as a process: reads the settings and listens. Whatever keeps it from starting is told on stderr in
 * plain sentences, and the exit status is 1.
 * @param args `--demo` starts the demo where no sender is configured
 * @param stopping once aborted, nothing more is opened
 * @returns what closes all that is open
 */
export async function start(args: readonly string[], stopping: AbortSignal): Promise<Close> {
  try {
    return await boot(args.includes('--demo'), stopping);
  } catch (error) {
    if (!(error instanceof BootError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

async function boot(demoAllowed: boolean, stopping: AbortSignal): Promise<Close> {
  const config = await loadConfig();
  const { environment } = config;
  const wantsDemo = demoAllowed && environment.SENDERS_FILE === undefined;
  const demo = wantsDemo ? await startDemo(environment) : undefined;
  if (stopping.aborted) return async () => demo?.close();
  const gateway = await openGateway({ config, ...setupOf(environment, demo) });
  const { app } = gateway;
  // At once: it works from now on, whatever else keeps this start from succeeding.
  if (gateway.madeKey !== undefined) showKey(gateway.madeKey);
  const close = async () => {
    await app.close();
    await demo?.close();
  };
  if (stopping.aborted) return close;
  const url = await listen(app, environment);
  gateway.address.listens(url);
  demo?.connect(gateway);
  if (demo) process.stdout.write(banner(url, demo));
  else greet(url, gateway);
  return close;
}

function setupOf(environment: Environment, demo: Demo | undefined): Omit<GatewaySetup, 'config'> {
  if (demo) {
    const http = createHttp({ allowPrivate: true });
    const file = { entries: demo.senders, source: 'The demo' };
    return { http, file, demoKey: demo.key, sandbox: true, allowPrivate: true };
  }
  const { SENDERS_FILE: source, ALLOW_PRIVATE_EGRESS } = environment;
  const http = createHttp({ allowPrivate: ALLOW_PRIVATE_EGRESS });
  if (source === undefined) return { http };
  return { http, file: { entries: readSenders(source), source } };
}

async function listen(app: NestFastifyApplication, { PORT, HOST }: Environment): Promise<string> {
  try {
    await app.init();
    // Fastify's own listen: Nest's would log the error that is told in a sentence here.
    await app.getHttpAdapter().getInstance().listen({ port: PORT, host: HOST });
  } catch (error) {
    // It may have taken senders already, which the other replicas are to have at once. Why it ends is told below.
    app.useLogger(false);
    await app.close().catch(() => undefined);
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
      return new BootError(`This user may not listen on port ${port}: set PORT to 1024 or more.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new BootError(`${host} is not an address of this machine: correct HOST.`);
    default:
      return error;
  }
}

function showKey(key: string): void {
  process.stdout.write(
    `\nAn API key was created. It is shown only this once and stored nowhere:\n\n  ${key}\n\n`,
  );
}

function greet(url: string, { senders, warnings }: OpenGateway): void {
  const logger = new Logger('Waypost');
  for (const warning of warnings) logger.warn(warning);
  if (senders.size === 0) {
    logger.warn(
      'No sender is configured, so nothing can be sent: set SENDERS_FILE, or POST one to /v1/senders.',
    );
  }
  logger.log(`Listening on ${url}; senders: ${senders.size}; docs: ${url}/docs.`);
}

import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DeliveryEngine } from 'waypost/delivery';
import {
  openStore,
  StoreLocked,
  StoreTooNew,
  StoreUnsuitable,
  StoreUnavailable,
  type Store,
  type StoreOptions,
} from 'waypost/store';
import { createApp } from './app.js';
import { openCallbacks } from './callbacks/open-callbacks.js';
import { PublicAddress } from './callbacks/public-address.js';
import { BootError } from './boot-error.js';
import type { Config } from './config.js';
import { openInbound } from './inbound/open-inbound.js';
import { Metrics } from './metrics/metrics.js';
import { openDirectory, type DirectorySetup, type OpenDirectory } from './open-directory.js';
import { OutcomeLog } from './outcome-log.js';
import { openWebhooks, type WebhookTuning } from './webhooks/open-webhooks.js';
import { Retention } from './retention.js';
import { systemCode } from './system-code.js';

/** What a gateway is opened with. */
export interface GatewaySetup extends Omit<DirectorySetup, 'environment'> {
  readonly config: Config;
  /** Whether its senders lead to a sandbox: then every answer says so. */
  readonly sandbox?: boolean;
  /** Whether webhooks may lead to private addresses; as the settings say if left out. */
  readonly allowPrivate?: boolean;
  /** Times of webhooks other than the usual ones, for tests. */
  readonly webhooks?: WebhookTuning;
  readonly store?: StoreOptions;
}

/** A gateway that is ready to listen; closing the app stops all of it in order. */
export interface OpenGateway extends Pick<OpenDirectory, 'madeKey' | 'warnings' | 'senders'> {
  readonly app: NestFastifyApplication;
  readonly address: PublicAddress;
  /** What the vendor of a sender is to call back. */
  callbackUrl(sender: string): string | undefined;
  /** The headers that the vendor of a sender was told to send along. */
  callbackHeaders(sender: string): Readonly<Record<string, string>>;
}

/**
 * Opens the store, brings keys and senders in line with the settings, and puts the gateway together.
 * @throws BootError where something of the machine or of the settings does not allow it
 */
export async function openGateway(setup: GatewaySetup): Promise<OpenGateway> {
  const { config, sandbox = false } = setup;
  const { environment } = config;
  const store = await openStore(environment.DATABASE_URL, setup.store).catch(explain);
  try {
    const directory = await openDirectory(store, { ...setup, environment }).catch(explain);
    const metrics = new Metrics(store, directory);
    const engine = createEngine(store, directory, metrics);
    const inbound = openInbound(store, directory.doors, setup.http, environment);
    const callbacks = openCallbacks(store, {
      ...directory,
      engine,
      inbound: inbound.desk,
      metrics,
    });
    const { RETENTION_DAYS: content, CALLBACK_RETENTION_DAYS } = environment;
    const days = { content, callbacks: CALLBACK_RETENTION_DAYS };
    const retention = new Retention(store, days, inbound.folder);
    const { allowPrivate = environment.ALLOW_PRIVATE_EGRESS } = setup;
    const tuning = { ...setup.webhooks, allowPrivate };
    const webhooks = openWebhooks(store, directory.box, metrics, tuning);
    const address = new PublicAddress(environment.PUBLIC_URL);
    const parts = { config, store, directory, engine, callbacks, address, webhooks, metrics };
    const app = await createApp({ ...parts, retention, inbound, sandbox });
    const callbackUrl = (sender: string) => {
      const token = directory.doors.tokenOf(sender);
      return token === undefined ? undefined : address.callbackUrl(sender, token);
    };
    const callbackHeaders = (sender: string) => {
      const header = directory.doors.headerOf(sender);
      return header ? { [header.name]: header.value } : {};
    };
    return { app, address, callbackUrl, callbackHeaders, ...directory };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function createEngine(
  store: Store,
  { senders, faults }: OpenDirectory,
  metrics: Metrics,
): DeliveryEngine {
  const log = new OutcomeLog();
  return new DeliveryEngine(store, senders, {
    replica: randomUUID(),
    observe: (sender, outcome) => {
      metrics.observe(sender, outcome);
      log.observe(sender, outcome);
      if (outcome.answer === 'accepted') faults.worksAgain(sender);
    },
    reportFault: (sender, until, error) => faults.report(sender, until, error),
    reportError: (error) => log.fail(error),
  });
}

const DATABASE_RULE =
  'DATABASE_URL must name one that exists and can be written; left out, it is a file in DATA_DIR.';

function explain(error: unknown): never {
  const isTold = [StoreLocked, StoreTooNew, StoreUnsuitable].some((kind) => error instanceof kind);
  if (isTold && error instanceof Error) {
    throw new BootError(error.message);
  }
  if (error instanceof StoreUnavailable) {
    throw new BootError(`The database cannot be used (${error.reason}): ${DATABASE_RULE}`);
  }
  const code = systemCode(error);
  if (code === undefined) throw error;
  throw new BootError(`The database cannot be opened (${code}): ${DATABASE_RULE}`);
}

import { randomBytes } from 'node:crypto';
import {
  ConsoleLogger,
  type ConsoleLoggerOptions,
  Module,
  type DynamicModule,
  type INestApplicationContext,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { examples, type Message } from 'waypost/messages';
import type { TransportOptions } from '../http/transport.js';
import type { Accepted, MessagingProvider, SendContext } from '../provider.js';
import { ProviderRegistry } from '../provider-registry.js';
import { ProvidersModule } from '../providers.module.js';
import type { ProviderHarness } from './provider-harness.js';
import { VendorServer } from './server/vendor-server.js';

/** What the kit sends along with every message; request fixtures show it as `<attemptRef>`, `<label 1>` and `<label 2>`. */
export const CONTEXT = {
  attemptRef: 'msg_conformance-kit-reference.1',
  labels: ['conformance-kit-label-1', 'conformance-kit-label-2'],
} as const satisfies SendContext;

/** The message that the kit sends where any message will do. */
export const ANY_MESSAGE: Message = examples.text;

/** The name under which the kit configures a provider. */
export const INSTANCE = 'kit-instance';

// Through the console, where the kit can hear it without a test runner's having to show it.
const LOGGED: ConsoleLoggerOptions = {
  logLevels: ['verbose'],
  colors: false,
  forceConsole: true,
};

/** A provider in a Nest app of its own, and the vendor it speaks to. */
export interface Rig {
  readonly provider: MessagingProvider;
  readonly server: VendorServer;
  readonly secret: string;
  /** Sends with the kit's context. */
  readonly send: (message?: Message, signal?: AbortSignal) => Promise<Accepted>;
}

/** How a rig differs from the usual one. */
export interface RigOptions {
  /** Where the provider believes the vendor to be, if not at the rig's own server. */
  readonly baseUrl?: string;
  readonly transport?: TransportOptions;
  readonly log?: boolean;
}

@Module({})
class KitApp {}

/** A Nest app with these provider modules behind one registry. */
export function startApp(
  modules: readonly DynamicModule[],
  log = false,
): Promise<INestApplicationContext> {
  const app = { module: KitApp, imports: [ProvidersModule.forRoot(modules)] };
  return NestFactory.createApplicationContext(app, {
    logger: log ? new ConsoleLogger(LOGGED) : false,
    abortOnError: false,
  });
}

/** A secret for one instance, made of nothing that occurs elsewhere. */
export function newSecret(): string {
  return randomBytes(16).toString('hex');
}

/** Lends a rig to `use` and takes it down again, whatever happens. */
export async function withRig<O extends object, T>(
  harness: ProviderHarness<O>,
  use: (rig: Rig) => Promise<T>,
  options: RigOptions = {},
): Promise<T> {
  const server = await VendorServer.start();
  try {
    const secret = newSecret();
    const app = await startApp(
      [
        harness.module.forRoot({
          ...harness.options(options.baseUrl ?? server.url, secret),
          name: INSTANCE,
          transport: { allowPrivate: true, ...options.transport },
        }),
      ],
      options.log,
    );
    const provider = app.get(ProviderRegistry).get(INSTANCE);
    const send: Rig['send'] = (message = ANY_MESSAGE, signal?) =>
      provider.send(message, signal ? { ...CONTEXT, signal } : CONTEXT);
    try {
      return await use({ provider, server, secret, send });
    } finally {
      await app.close();
    }
  } finally {
    await server.close();
  }
}

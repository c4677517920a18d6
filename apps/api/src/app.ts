import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DOOR_ROUTE, openDoor } from './callbacks/callback-door.js';
import { AppModule, type GatewayParts } from './app.module.js';
import { Drain } from './drain.js';
import { BATCH_BODY_LIMIT, createAdapter } from './http/adapter.js';
import { AllowedMethods } from './http/allowed-methods.js';
import { closeConnections } from './http/close-connections.js';
import { guardBrowsers } from './http/guard-browsers.js';
import { takeJson } from './http/take-json.js';
import { GatewayLogger } from './logger.js';
import { serveDocs } from './openapi.js';
import { ProblemFilter } from './problem.filter.js';

/** What a gateway is made of, and whether its senders lead to a sandbox: then every answer says so. */
export interface AppParts extends GatewayParts {
  readonly sandbox?: boolean;
}

/** The gateway, ready to listen, or to be asked for its description. */
export async function createApp(parts: AppParts): Promise<NestFastifyApplication> {
  const mark = parts.sandbox ? { sandbox: true } : {};
  const door = openDoor({
    doors: parts.directory.doors,
    intake: parts.callbacks.intake,
    count: (provider, outcome) => parts.metrics.countCallback(provider, 'request', outcome),
    isClosing: () => drain.draining,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.of(parts),
    createAdapter(mark, door),
    {
      bodyParser: false,
      abortOnError: false,
      logger: new GatewayLogger(parts.config.environment),
    },
  );
  const fastify = app.getHttpAdapter().getInstance();
  takeJson(fastify);
  guardBrowsers(app);
  if (parts.sandbox) {
    fastify.addHook('preSerialization', (_request, _reply, payload: object, done) =>
      done(null, { ...payload, ...mark }),
    );
  }
  const allowed = new AllowedMethods();
  fastify.addHook('onRoute', (route) => {
    allowed.add(route);
    if (route.url === BATCH_PATH) route.bodyLimit = BATCH_BODY_LIMIT;
  });
  allowed.add(DOOR_ROUTE);
  const drain = app.get(Drain);
  closeConnections(fastify, drain);
  app.useGlobalFilters(new ProblemFilter(allowed));
  serveDocs(app);
  return app;
}

const BATCH_PATH = '/v1/messages/batch';

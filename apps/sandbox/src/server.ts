import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { PROVIDERS } from './accounts.js';
import { controlRoutes } from './control/control-routes.js';
import { VendorExchange, type ExchangeSurroundings } from './exchange/vendor-exchange.js';
import { subscriptionRoutes } from './gupshup/subscription-routes.js';
import { SandboxInputError } from './input-error.js';
import { mediaRoutes } from './media/media-routes.js';
import type { SandboxCore } from './sandbox-core.js';
import type { Vendor } from './vendor.js';

const MIB = 1024 * 1024;

/** Longer than clients keep idle connections: the stand-in never closes one on its own. */
const KEEP_ALIVE_MS = 600_000;

/**
 * A vendor's route is taken over before Fastify reads anything: whether, when and how far a request is read, and what
 * happens to its connection, is what the exchange is about.
 */
const vendorRoute = (
  app: FastifyInstance,
  vendor: Vendor,
  surroundings: ExchangeSurroundings,
): void => {
  app.post(vendor.path, {
    onRequest: (request, reply) => {
      reply.hijack();
      const params = request.params as Readonly<Record<string, string>>;
      const wire = { request: request.raw, response: reply.raw };
      // An exchange that fails is the sandbox's own fault: the client must not wait for an answer.
      new VendorExchange(surroundings, vendor, params, wire)
        .run()
        .catch((error: unknown) => reply.raw.destroy(error instanceof Error ? error : undefined));
    },
    handler: () => undefined,
  });
};

/** Builds the HTTP side of a sandbox; it does not listen yet. */
export const createServer = (core: SandboxCore): FastifyInstance => {
  const app = fastify({
    forceCloseConnections: true,
    keepAliveTimeout: KEEP_ALIVE_MS,
    bodyLimit: MIB,
    routerOptions: { maxParamLength: 256 },
  });
  // `curl -d` without a header says that it sends a form; the sandbox's own calls only ever take JSON.
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    app.getDefaultJsonParser('error', 'error'),
  );
  app.setErrorHandler((error: FastifyError | SandboxInputError, _, reply) => {
    if (error instanceof SandboxInputError) {
      return reply.code(400).send({ field: error.field, error: error.message });
    }
    return reply.code(error.statusCode ?? 500).send({ field: 'body', error: error.message });
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      error: `The sandbox has no ${request.method} ${request.url}; it has ${PROVIDERS.map((provider) => `POST ${core.vendors[provider].path}`).join(', ')}, and its own calls under /_sandbox.`,
    }),
  );
  const { messages: log, faults, scheduler: callbacks, pauses, now } = core;
  const surroundings = { log, faults, callbacks, pauses, now, bodyLimit: 10 * MIB };
  for (const provider of PROVIDERS) vendorRoute(app, core.vendors[provider], surroundings);
  subscriptionRoutes(app, core);
  mediaRoutes(app, core.files);
  controlRoutes(app, core);
  return app;
};

import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const DOCS = '/docs';

/** For answers that are data. */
const DATA = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };

const HELMET = {
  global: false,
  // Helmet's default makes browsers ask for the docs' assets over https, which is not there on a plain port.
  contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } },
  // Whether a whole domain is to be reached over TLS only is for the proxy in front to say.
  strictTransportSecurity: false,
};

/**
 * Tells browsers what they must not do with answers: for the pages under /docs all that Helmet knows; for the rest,
 * which is data, to keep no copy and not to take it for anything else. On data, Helmet's other headers would guard
 * nothing and cost as much as the check of the API key.
 */
export async function guardBrowsers(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  // Before Helmet's own hook, which looks for this.
  fastify.addHook('onRoute', (route) => {
    if (route.url.startsWith(DOCS)) route.helmet = {};
  });
  await app.register(helmet, HELMET);
  fastify.addHook('onRequest', (request, reply, done) => {
    const isPage = request.url.startsWith(DOCS);
    if (!isPage) void reply.headers(DATA);
    done();
  });
}

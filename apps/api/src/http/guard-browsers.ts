import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import helmet from 'helmet';

const DOCS = '/docs';

/** For answers that are data. */
const DATA = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };

/** For pages. */
const guardPage = helmet({
  // Helmet's default makes browsers ask for the docs' assets over https, which is not there on a plain port.
  contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } },
  // Whether a whole domain is to be reached over TLS only is for the proxy in front to say.
  strictTransportSecurity: false,
});

/**
 * Tells browsers what they must not do with answers: for the pages under /docs all that Helmet knows; for the rest,
 * which is data, to keep no copy and not to take it for anything else. On data, Helmet's other headers would guard
 * nothing and cost as much as the check of the API key.
 */
export function guardBrowsers(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.url.startsWith(DOCS)) return guardPage(request.raw, reply.raw, () => done());
    void reply.headers(DATA);
    done();
  });
}

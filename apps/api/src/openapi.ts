import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

const DESCRIPTION = `One API for WhatsApp messages over Gupshup and Kaleyra, in Meta's message format.

Every error is a problem (RFC 9457) with a stable \`code\`: act upon the code, not upon the text. A message that may
have been sent although its provider did not say so is answered with \`outcome_unknown\`.`;

/** Serves the API's description: for people under /docs, for programs under /openapi.json. */
export function serveDocs(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => describeApi(app), {
    jsonDocumentUrl: '/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Waypost API',
    swaggerOptions: { persistAuthorization: true, tryItOutEnabled: true },
  });
}

/** The OpenAPI document of the API. Whole only where the code was built by Nest's compiler plugin. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      .setTitle('Waypost')
      .setDescription(DESCRIPTION)
      .setVersion('1')
      .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
      .addServer('/', 'This gateway')
      .addTag('messages', 'Send WhatsApp messages.')
      .addTag('health', 'For load balancers and supervisors.')
      .addBearerAuth(
        { type: 'http', scheme: 'bearer', description: 'An API key, `wp_…`.' },
        'bearer',
      )
      .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Key' }, 'apiKey')
      .build(),
    { operationIdFactory: (controller, method) => operationId(controller, method) },
  );
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.post, path.put, path.patch, path.delete]) {
      // No requirement means one that was forgotten; an empty list means that none is needed.
      if (operation) operation.security ??= [];
    }
  }
  return document;
}

// "MessagesController", "send" make "sendMessages", which generated clients turn into a method's name.
function operationId(controller: string, method: string): string {
  return `${method}${controller.replace(/Controller$/, '')}`;
}

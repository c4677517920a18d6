import { readFileSync } from 'node:fs';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { Scope } from './keys/scope.js';
import { PROBLEMS, type ProblemCode } from './problem-code.js';
import { systemCode } from './system-code.js';

/** What any request may be answered with, whatever it asks for. */
const ANYWHERE: readonly ProblemCode[] = [
  'malformed_request',
  'malformed_url',
  'not_found',
  'method_not_allowed',
  'request_timeout',
  'uri_too_long',
  'headers_too_large',
  'internal_error',
];

const DESCRIPTION = `One API for WhatsApp messages over Gupshup and Kaleyra, in Meta's message format.

A message that is answered with 202 is stored durably and will be settled: delivered, failed, canceled or expired.
If nobody can tell whether the vendor got it, it is \`unknown\`, and it is not sent again on a guess.

Every error is a problem (RFC 9457) with a stable \`code\`: act on the code, not on the text.

Besides the problems listed with each call, any request may be answered with:

${ANYWHERE.map((code) => `- ${PROBLEMS[code].status} \`${code}\`: ${PROBLEMS[code].meaning}`).join('\n')}`;

/** Serves the API's description: for people under /docs, for programs under /openapi.json. */
export function serveDocs(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => describeApi(app), {
    jsonDocumentUrl: '/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Waypost API',
    swaggerOptions: { persistAuthorization: true, tryItOutEnabled: true },
  });
}

/** The OpenAPI document of the API. Whole only in the build, which brings the docstrings along. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Waypost')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'This gateway')
    .addTag('messages', 'Send WhatsApp messages, and see what became of them.')
    .addTag('events', 'Everything that happened, in order.')
    .addTag('inbound', 'What users wrote, and their files.')
    .addTag('callbacks', 'What the vendors called back, including what nobody could read.')
    .addTag('webhooks', 'Events posted to your own systems, signed.')
    .addTag('senders', 'The business numbers that messages are sent from, and their accounts.')
    .addTag('keys', 'Who may use this API, and for what.')
    .addTag('health', 'For load balancers and supervisors.')
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'wp_…',
        description: 'An API key, `wp_…`.',
      },
      'bearer',
    )
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Key' }, 'apiKey');
  // A handler is called what generated clients should call it, such as `sendMessage`.
  const document = SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory: (_controller, method) => method,
  });
  nameOpenOperations(document);
  tellScopes(document);
  openFreeForms(document);
  describeSchemas(document);
  tellDefaults(document);
  return document;
}

// In OpenAPI a missing requirement may be an oversight; an empty list says that none is needed.
function nameOpenOperations(document: OpenAPIObject): void {
  for (const operation of operationsOf(document)) operation.security ??= [];
}

// For people: the pages under /docs show no extensions.
function tellScopes(document: OpenAPIObject): void {
  for (const operation of operationsOf(document)) {
    const scope = operation['x-required-scope'];
    if (scope === undefined) continue;
    const sentence = `Needs the scope \`${scope}\`.`;
    operation.description = [operation.description, sentence].filter(Boolean).join('\n\n');
  }
}

/** A call, with the scope that its key needs. */
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']> & {
  readonly 'x-required-scope'?: Scope;
};

function operationsOf({ paths }: OpenAPIObject): Operation[] {
  return Object.values(paths).flatMap(({ get, post, put, patch, delete: remove }) =>
    [get, post, put, patch, remove].filter((operation) => operation !== undefined),
  );
}

// A class without members stands for an object of the caller's own making.
function openFreeForms({ components }: OpenAPIObject): void {
  for (const schema of Object.values(components?.schemas ?? {})) {
    const isObject = 'type' in schema && schema.type === 'object';
    if (isObject && Object.keys(schema.properties ?? {}).length === 0) {
      schema.additionalProperties = true;
    }
  }
}

function describeSchemas({ components }: OpenAPIObject): void {
  const descriptions = readDescriptions();
  for (const [name, schema] of Object.entries(components?.schemas ?? {})) {
    const description = descriptions[name];
    if (description !== undefined && !('$ref' in schema)) schema.description ??= description;
  }
}

// Many generators of clients make a member that has a default one that must be given. In words it stays optional.
function tellDefaults({ components }: OpenAPIObject): void {
  for (const schema of Object.values(components?.schemas ?? {})) {
    if (!('properties' in schema)) continue;
    for (const member of Object.values(schema.properties ?? {})) {
      if ('$ref' in member || member.default === undefined) continue;
      const sentence = `Left out, it is \`${String(member.default)}\`.`;
      member.description = [member.description, sentence].filter(Boolean).join(' ');
      delete member.default;
    }
  }
}

// Made by the build (scripts/schema-descriptions.mjs) beside this file.
function readDescriptions(): Readonly<Record<string, string>> {
  try {
    const file = new URL('./schema-descriptions.json', import.meta.url);
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return {};
    throw error;
  }
}

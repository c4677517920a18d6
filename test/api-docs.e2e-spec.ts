import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { examples, validateSendMessage } from 'waypost/messages';
import { KEY } from './support/gateway.js';
import { GatewayProcess } from './support/gateway-process.js';

type SchemaObject = Extract<
  NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string],
  { description?: string }
>;
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** The built gateway is asked, because the compiler's plugin that finds the schemas runs in the build only. */
describe('the description of the built API', () => {
  let gateway: GatewayProcess;
  let url: string;
  let document: OpenAPIObject;

  beforeAll(async () => {
    gateway = new GatewayProcess({ BOOTSTRAP_API_KEY: KEY });
    url = await gateway.url();
    document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenAPIObject;
  });

  afterAll(() => gateway.kill());

  function operations(): Operation[] {
    return Object.values(document.paths).flatMap(({ get, post, put, patch, delete: del }) =>
      [get, post, put, patch, del].filter((operation) => operation !== undefined),
    );
  }

  it('is the committed openapi.json', () => {
    expect(document).toEqual(JSON.parse(readFileSync('openapi.json', 'utf8')));
  });

  it('shows an example of every kind of message, each of which the API takes', () => {
    const body = document.paths['/v1/messages']?.post?.requestBody;
    const shown = body && 'content' in body ? body.content['application/json']?.examples : {};
    expect(Object.keys(shown ?? {})).toEqual(Object.keys(examples));
    const verdicts = Object.values(shown ?? {}).map(
      (example) => 'value' in example && validateSendMessage(example.value),
    );
    expect(verdicts.filter((verdict) => !verdict || 'problems' in verdict)).toEqual([]);
  });

  it('says in one short line of plain text what each call does', () => {
    const summaries = operations().map(({ summary = '' }) => summary);
    expect(summaries.filter((summary) => !/^[^\n`]{1,120}$/.test(summary))).toEqual([]);
  });

  it('says of every call which scope it needs, if any', () => {
    const scopes = operations().map((operation) => {
      const { security, description = '' } = operation;
      const [, told] = /(?:^|\n\n)Needs the scope `([a-z:]+)`\.$/.exec(description) ?? [];
      const needed = (operation as { 'x-required-scope'?: string })['x-required-scope'];
      return { needed, told, isOpen: security?.length === 0 };
    });
    expect(scopes.filter(({ needed, told }) => needed !== told)).toEqual([]);
    expect(scopes.filter(({ told, isOpen }) => isOpen !== (told === undefined))).toEqual([]);
  });

  it('says of every call with a body how that may be wrong', () => {
    const silent = operations().filter(
      ({ requestBody, responses }) =>
        requestBody && ['400', '413', '415', '422'].some((status) => !(status in responses)),
    );
    expect(silent.map(({ operationId }) => operationId)).toEqual([]);
  });

  it('explains every code of an error, and names who may have to act', () => {
    const { MessageErrorCode, MessageErrorActor } = document.components?.schemas ?? {};
    const { enum: codes = [], description = '' } = MessageErrorCode as SchemaObject;
    const lines = description.split('\n').filter((line) => line.startsWith('- '));
    expect(lines.map((line) => /^- `(\w+)`: \S.*\.$/.exec(line)?.[1])).toEqual(codes);
    expect(MessageErrorActor).toMatchObject({
      enum: ['caller', 'operator', 'recipient', 'time'],
    });
  });

  it('describes what every event says', () => {
    const { data } = (document.components?.schemas?.EventView as SchemaObject).properties ?? {};
    const named = data && 'anyOf' in data ? (data.anyOf ?? []) : [];
    const schemas = named.map((each) => '$ref' in each && each.$ref.split('/').at(-1));
    expect(schemas).toEqual([
      ...['EventData', 'InboundMessage', 'TemplateUpdate', 'SenderUpdate', 'UnknownCallback'],
      ...['WebhookDisabling', false],
    ]);
  });

  it('says how keys look', () => {
    expect(document.components?.securitySchemes?.bearer).toHaveProperty('bearerFormat', 'wp_…');
  });

  it('says of every tag what it is', () => {
    const used = new Set(operations().flatMap(({ tags = [] }) => tags));
    expect(new Set(document.tags?.map(({ name }) => name))).toEqual(used);
  });

  it('names the schema of every body', () => {
    const bodies = operations().flatMap(({ requestBody, responses }) =>
      [requestBody, ...Object.values(responses)].flatMap((body) =>
        body && 'content' in body ? Object.values(body.content ?? {}) : [],
      ),
    );
    expect(bodies.length).toBeGreaterThan(5);
    const named = { $ref: expect.stringMatching(/^#\/components\/schemas\/\w+$/) };
    const media = document.paths['/v1/inbound/{id}/media']?.get?.responses['200'];
    expect(media).toMatchObject({ content: { '*/*': expect.anything() } });
    const files = bodies.filter(({ schema }) => schema && 'format' in schema);
    expect(files.map(({ schema }) => schema)).toEqual([{ type: 'string', format: 'binary' }]);
    for (const body of bodies) if (!files.includes(body)) expect(body.schema).toEqual(named);
  });

  it('says of every schema what it is', () => {
    const schemas = Object.entries(document.components?.schemas ?? {});
    const silent = schemas.filter(([, schema]) => !('description' in schema && schema.description));
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  // Generators of clients take a member with a default for one that is always there.
  it('lets a generated client leave out what has a default, and says the default in words', () => {
    const members = Object.entries(document.components?.schemas ?? {}).flatMap(([schema, found]) =>
      Object.entries('properties' in found ? (found.properties ?? {}) : {}).map(
        ([name, property]) => [`${schema}.${name}`, property] as const,
      ),
    );
    const preset = members.filter(([, property]) => 'default' in property);
    expect(preset.map(([name]) => name)).toEqual([]);
    const described = Object.fromEntries(members);
    expect(described['TextMessage.messaging_product']).toMatchObject({
      description: expect.stringMatching(/Left out, it is `whatsapp`\.$/),
    });
    expect(described['RotateKey.overlapSeconds']).toMatchObject({
      description: expect.stringMatching(/Left out, it is `86400`\.$/),
    });
  });

  it('refers to nothing that is not there', () => {
    const references = JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g);
    const missing = [...references].filter(
      ([, name = '']) => !document.components?.schemas?.[name],
    );
    expect(missing).toEqual([]);
  });

  it('documents errors as problems, and the key where one is needed', () => {
    for (const { responses, security } of operations()) {
      const failures = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      for (const [, response] of failures) {
        const types = response && 'content' in response ? Object.keys(response.content ?? {}) : [];
        expect(types).toEqual(['application/problem+json']);
      }
      const challenge = responses['401'];
      if (challenge) expect(challenge).toHaveProperty('headers.WWW-Authenticate');
      const needsKey = failures.some(([status]) => status === '401');
      expect(security).toEqual(needsKey ? [{ bearer: [] }, { apiKey: [] }] : []);
    }
  });

  it('is data that no browser keeps or takes for a page', async () => {
    const { headers } = await fetch(`${url}/openapi.json`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('is served as a page whose parts all load without TLS', async () => {
    const page = await fetch(`${url}/docs`);
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const parts = [...html.matchAll(/(?:src|href)="(\.[^"]+)"/g)].map(([, path = '']) => path);
    expect(parts.length).toBeGreaterThan(3);
    for (const part of parts) {
      expect((await fetch(new URL(part, `${url}/docs`))).status).toBe(200);
    }
  });
});

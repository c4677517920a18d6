import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { ACCESS } from '../apps/api/src/keys/access.js';
import type { NewKey } from '../apps/api/src/keys/key.dto.js';
import { SCOPES } from '../apps/api/src/keys/scope.js';
import { ApiClient } from './support/api-client.js';
import { KEY, startGateway, type Gateway } from './support/gateway.js';

interface Route {
  readonly method: string;
  readonly path: string;
  /** Its rule, as `@Public()` or `@Authenticated()` left it; undefined where it was forgotten. */
  readonly access: unknown;
}

describe('access', () => {
  let gateway: Gateway;
  let routes: readonly Route[];

  beforeAll(async () => {
    gateway = await startGateway();
    routes = findRoutes(gateway);
  });

  afterAll(() => gateway.close());

  it('is ruled for every handler', () => {
    expect(routes.map(({ path }) => path)).toContain('/v1/messages/:id/cancel');
    expect(routes.filter(({ access }) => access === undefined)).toEqual([]);
  });

  it('is given to everybody for health checks and metrics only', () => {
    const open = routes.filter(({ access }) => access === 'public').map(({ path }) => path);
    expect(open.sort()).toEqual(['/health/live', '/health/ready', '/metrics']);
  });

  it('needs a scope for every call of the API', () => {
    const calls = routes.filter(({ path }) => path.startsWith('/v1/'));
    const scopes: readonly unknown[] = SCOPES;
    expect(calls.filter(({ access }) => !scopes.includes(access))).toEqual([]);
  });

  it('is refused to a key that has every scope but the one that is needed', async () => {
    const admin = new ApiClient(gateway.url, KEY);
    const calls = routes.filter(({ path }) => path.startsWith('/v1/'));
    for (const { method, path, access } of calls) {
      const scopes = SCOPES.filter((scope) => scope !== access && scope !== 'admin');
      const { body } = await admin.post<NewKey>('/v1/keys', { name: 'all but one', scopes });
      const headers = { authorization: `Bearer ${body.key}` };
      const refused = await fetch(gateway.url + path, { method, headers });
      expect([path, refused.status]).toEqual([path, 403]);
      expect(await refused.json()).toMatchObject({ code: 'insufficient_scope' });
    }
  });

  it('is refused without a key wherever one is needed', async () => {
    const closed = routes.filter(({ access }) => access !== 'public');
    const statuses = await Promise.all(
      closed.map(async ({ method, path }) => (await fetch(gateway.url + path, { method })).status),
    );
    expect(new Set(statuses)).toEqual(new Set([401]));
  });
});

/** Every route of every controller of the gateway. */
function findRoutes({ app }: Gateway): Route[] {
  const scanner = new MetadataScanner();
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()]);
  return controllers
    .flatMap(({ metatype }) => {
      const { prototype } = metatype as { prototype: Record<string, object> };
      const names = scanner.getAllMethodNames(prototype);
      return names.map((name) => routeOf(metatype as object, prototype[name] ?? {}));
    })
    .filter((route) => route !== undefined);
}

function routeOf(controller: object, handler: object): Route | undefined {
  const path = Reflect.getMetadata('path', handler) as string | undefined;
  if (path === undefined) return undefined;
  const method = Reflect.getMetadata('method', handler) as RequestMethod;
  const parts = [Reflect.getMetadata('path', controller) as string, path];
  return {
    method: RequestMethod[method],
    path: `/${parts.filter((part) => part !== '/').join('/')}`,
    access: Reflect.getMetadata(ACCESS, handler),
  };
}

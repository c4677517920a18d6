import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Key, NewKey } from '../apps/api/src/keys/key.dto.js';
import { SCOPES, type Reach, type Scope } from '../apps/api/src/keys/scope.js';
import { ApiClient, type Answer } from './support/api-client.js';
import { KEY, startGateway, TEXT, type Gateway } from './support/gateway.js';

const HOUR_MS = 3_600_000;
const UNKNOWN_ID = '000000000000';

describe('API keys', () => {
  let gateway: Gateway;
  let admin: ApiClient;

  beforeAll(async () => {
    gateway = await startGateway();
    admin = new ApiClient(gateway.url, KEY);
  });

  afterAll(() => gateway.close());

  async function make(request: object, by = admin): Promise<NewKey> {
    const { status, body } = await by.post<NewKey>('/v1/keys', { name: 'test', ...request });
    expect({ status, body }).toMatchObject({ status: 201 });
    return body;
  }

  const as = ({ key }: NewKey) => new ApiClient(gateway.url, key);
  const list = async (by: ApiClient) => (await by.get<{ data: Key[] }>('/v1/keys')).body.data;
  const send = (by: ApiClient, sender = 'shop') =>
    by.post('/v1/messages', { sender, message: TEXT });
  const inAnHour = () => new Date(Date.now() + HOUR_MS).toISOString();

  it('are made with a text that is shown once, and work at once', async () => {
    const made = await make({ scopes: ['messages:send'], senders: ['shop'] });
    expect(made).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{12}$/),
      key: expect.stringMatching(new RegExp(`^wp_${made.id}_[0-9a-f]{72}$`)),
      name: 'test',
      scopes: ['messages:send'],
      senders: ['shop'],
      lineage: made.id,
      managedBy: 'api',
      createdAt: expect.any(String),
      expiresAt: null,
    });
    const { key: _text, ...shown } = made;
    expect(await list(admin)).toContainEqual(shown);
    expect(JSON.stringify(await list(admin))).not.toContain(made.key);
    expect((await send(as(made))).status).toBe(202);
  });

  it('are refused what their scopes do not allow', async () => {
    const reader = as(await make({ scopes: ['messages:read'] }));
    expect(await send(reader)).toMatchObject({
      status: 403,
      body: { code: 'insufficient_scope', detail: expect.stringContaining('messages:send') },
    });
    expect((await reader.get('/v1/keys')).status).toBe(403);
    expect((await reader.get('/v1/senders')).status).toBe(403);
  });

  it('find no sender but those they are limited to', async () => {
    const limited = as(await make({ scopes: ['messages:send'], senders: ['shop'] }));
    const foreign = await send(limited, 'stall');
    expect(foreign).toMatchObject({ status: 422, body: { code: 'unknown_sender' } });
    expect(foreign.body).toEqual((await send(limited, 'nobody')).body);
  });

  it('stop working when they are revoked', async () => {
    const made = await make({ scopes: ['messages:send'] });
    expect((await admin.delete(`/v1/keys/${made.id}`)).status).toBe(204);
    expect(await send(as(made))).toMatchObject({ status: 401, body: { code: 'invalid_api_key' } });
    expect((await admin.delete(`/v1/keys/${made.id}`)).status).toBe(404);
    expect((await list(admin)).map(({ id }) => id)).not.toContain(made.id);
  });

  it('tell a typing mistake from a wrong key', async () => {
    const { key } = await make({ scopes: ['messages:send'] });
    const { body } = await send(new ApiClient(gateway.url, key.slice(0, -1)));
    expect(body.detail).toMatch(/checksum/);
  });

  it('are rotated into a successor of the same reach and lineage, and work on meanwhile', async () => {
    const former = await make({ scopes: ['messages:send'], senders: ['shop'], name: 'shop' });
    const { status, body } = await admin.post<NewKey>(`/v1/keys/${former.id}/rotate`);
    expect(status).toBe(201);
    const { name, scopes, senders, lineage } = former;
    expect(body).toMatchObject({ name, scopes, senders, lineage, expiresAt: null });
    expect([(await send(as(former))).status, (await send(as(body))).status]).toEqual([202, 202]);
    const ended = (await list(admin)).find(({ id }) => id === former.id);
    expect(Date.parse(ended?.expiresAt ?? '')).toBeGreaterThan(Date.now() + 23 * HOUR_MS);
    expect(await admin.post(`/v1/keys/${former.id}/rotate`, {})).toMatchObject({
      status: 409,
      body: { code: 'key_already_rotated', detail: expect.stringContaining(body.id) },
    });
  });

  it('end at once where they are rotated without an overlap', async () => {
    const former = await make({ scopes: ['messages:send'] });
    const rotated = await admin.post<NewKey>(`/v1/keys/${former.id}/rotate`, { overlapSeconds: 0 });
    expect((await send(as(former))).status).toBe(401);
    expect((await send(as(rotated.body))).status).toBe(202);
  });

  it('rotate themselves, and keep their end', async () => {
    const expiresAt = inAnHour();
    const own = await make({ scopes: ['keys:manage'], expiresAt });
    const rotated = await as(own).post<NewKey>(`/v1/keys/${own.id}/rotate`, { overlapSeconds: 60 });
    expect(rotated).toMatchObject({ status: 201, body: { expiresAt, lineage: own.lineage } });
  });

  it('make no key beyond their own scopes, senders and time', async () => {
    const manager = as(
      await make({
        scopes: ['keys:manage', 'messages:send'],
        senders: ['shop'],
        expiresAt: inAnHour(),
      }),
    );
    const refused = await manager.post<{ errors: { path: string }[] }>('/v1/keys', {
      name: 'more',
      scopes: ['messages:read', 'admin'],
      senders: ['shop', 'stall'],
      expiresAt: new Date(Date.now() + 2 * HOUR_MS).toISOString(),
    });
    expect(refused).toMatchObject({ status: 403, body: { code: 'beyond_own_reach' } });
    const paths = refused.body.errors.map(({ path }) => path);
    expect(paths).toEqual(['scopes', 'scopes', 'senders', 'expiresAt']);
    const all = await manager.post('/v1/keys', { name: 'all', scopes: ['messages:send'] });
    expect(all).toMatchObject({ status: 403, body: { errors: [{ path: 'senders' }] } });
  });

  it('give no more time than they have where none is asked for', async () => {
    const manager = await make({ scopes: ['keys:manage'], expiresAt: inAnHour() });
    const made = await make({ scopes: ['keys:manage'] }, as(manager));
    expect(made.expiresAt).toBe(manager.expiresAt);
  });

  it('do not find keys that reach further, nor change them', async () => {
    const stronger = await make({ scopes: ['keys:manage', 'messages:read'] });
    const elsewhere = await make({ scopes: ['keys:manage'], senders: ['stall'] });
    const manager = await make({ scopes: ['keys:manage', 'messages:send'], senders: ['shop'] });
    const own = await make({ scopes: ['messages:send'], senders: ['shop'] }, as(manager));
    const seen = (await list(as(manager))).map(({ id }) => id);
    expect(seen).toEqual(expect.arrayContaining([manager.id, own.id]));
    expect(seen).not.toEqual(expect.arrayContaining([stronger.id]));
    expect(seen).not.toEqual(expect.arrayContaining([elsewhere.id]));
    const nobody = await as(manager).delete(`/v1/keys/${UNKNOWN_ID}`);
    for (const { id } of [stronger, elsewhere]) {
      expect(await as(manager).delete(`/v1/keys/${id}`)).toEqual(nobody);
      expect((await as(manager).post(`/v1/keys/${id}/rotate`)).status).toBe(404);
    }
    expect(nobody).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('given by the settings are shown, and changed only there', async () => {
    const given = (await list(admin)).find(({ managedBy }) => managedBy === 'environment');
    expect(given).toMatchObject({ scopes: ['admin'], senders: null, lineage: 'bootstrap' });
    const path = `/v1/keys/${given?.id ?? ''}`;
    const refusal = { status: 409, body: { code: 'managed_by_environment' } };
    expect(await admin.delete(path)).toMatchObject(refusal);
    expect(await admin.post(`${path}/rotate`)).toMatchObject(refusal);
  });

  it.each([
    [{}, ['name', 'scopes']],
    [{ name: '', scopes: [] }, ['name', 'scopes']],
    [{ name: 7, scopes: 'admin' }, ['name', 'scopes']],
    [{ name: 'x', scopes: ['root'] }, ['scopes']],
    [{ name: 'x', scopes: ['admin', 'admin'] }, ['scopes']],
    [{ name: 'x', scopes: ['admin'], senders: [] }, ['senders']],
    [{ name: 'x', scopes: ['admin'], senders: ['a b'] }, ['senders']],
    [{ name: 'x', scopes: ['admin'], expiresAt: 'soon' }, ['expiresAt']],
    [{ name: 'x', scopes: ['admin'], expiresAt: null }, ['expiresAt']],
    [{ name: 'x', scopes: ['admin'], expiresAt: '2020-01-01T00:00:00Z' }, ['expiresAt']],
    [{ name: 'x', scopes: ['admin'], expiresAt: '2099-01-01T00:00:00' }, ['expiresAt']],
    [{ name: 'x', scopes: ['admin'], scope: 'admin' }, ['scope']],
    [[], ['']],
  ])('are not made of %j', async (request, paths) => {
    const { status, body } = await admin.post<{ errors: { path: string }[] }>('/v1/keys', request);
    expect(status).toBe(422);
    expect(body.errors.map(({ path }) => path)).toEqual(paths);
  });

  it.each([
    { overlapSeconds: -1 },
    { overlapSeconds: 1.5 },
    { overlapSeconds: 'x' },
    { overlapSeconds: null },
    { expiresAt: null },
    { overlap: 1 },
  ])('are not rotated with %j', async (request) => {
    const { id } = await make({ scopes: ['messages:send'] });
    expect((await admin.post(`/v1/keys/${id}/rotate`, request)).status).toBe(422);
  });

  it('never make one beyond themselves, whatever is asked', async () => {
    const scopes = fc.uniqueArray(fc.constantFrom(...SCOPES), { minLength: 1 });
    const senders = fc.option(
      fc.uniqueArray(fc.constantFrom('shop', 'stall', 'kiosk'), { minLength: 1 }),
      { nil: undefined },
    );
    const reach = fc.record({ scopes, senders }).map(({ scopes, senders }): Reach => {
      return { scopes, ...(senders && { senders }) };
    });
    const chain = fc.array(reach, { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(chain, async ([first, ...rest]) => {
        let maker = { client: as(await make(first ?? {})), reach: first ?? { scopes: [] } };
        for (const wanted of rest) {
          const answer: Answer<NewKey> = await maker.client.post('/v1/keys', {
            name: 'next',
            ...wanted,
          });
          const mayMake = may(maker.reach, 'keys:manage') && isWithin(wanted, maker.reach);
          expect(answer.status).toBe(mayMake ? 201 : 403);
          if (answer.status === 201) maker = { client: as(answer.body), reach: wanted };
        }
      }),
      { numRuns: 40 },
    );
  });
});

function may({ scopes }: Reach, scope: Scope): boolean {
  return scopes.includes(scope) || scopes.includes('admin');
}

/** What the gateway must hold to, said another way than it says it itself. */
function isWithin(wanted: Reach, own: Reach): boolean {
  const hasAllScopes = SCOPES.every((scope) => !wanted.scopes.includes(scope) || may(own, scope));
  if (own.senders === undefined) return hasAllScopes;
  const foreign =
    wanted.senders === undefined || wanted.senders.some((id) => !own.senders?.includes(id));
  return hasAllScopes && !foreign;
}

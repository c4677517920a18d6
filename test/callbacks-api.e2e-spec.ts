import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_ACCOUNTS } from 'waypost/sandbox';
import { ApiClient } from './support/api-client.js';
import { SandboxGateway } from './support/sandbox-gateway.js';

interface ShownCallback {
  readonly id: string;
  readonly outcome: string;
  readonly shape?: string;
  readonly reasons?: readonly string[];
  readonly keys?: readonly string[];
  readonly items?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

interface Page {
  readonly data: readonly ShownCallback[];
  readonly nextCursor: string | null;
}

const STRANGE = {
  gs_app_id: 'bf9ee64c-3d4d-4ac4-8f00-732e577007c4',
  entry: [{ changes: [{ field: 'moon_phase', value: { '919876500001': 'secret words' } }] }],
};

describe('the callbacks of a gateway', () => {
  let gateway: SandboxGateway;

  beforeAll(async () => {
    gateway = await SandboxGateway.start();
  });
  afterAll(() => gateway.close());

  const list = async (query = '') =>
    (await gateway.api.get<Page>(`/v1/callbacks${query}`)).body.data;

  async function strange(): Promise<ShownCallback> {
    const { status } = await gateway.knock(gateway.door('gupshup'), STRANGE);
    expect(status).toBe(200);
    await gateway.counted('gupshup unknown unknown');
    const [newest] = await list('?outcome=unknown&sender=gupshup');
    if (!newest) throw new Error('There is no unknown callback.');
    return newest;
  }

  it('are kept and shown where nobody knows their shape, without what they say', async () => {
    const shown = await strange();
    expect(shown).toMatchObject({
      outcome: 'unknown',
      shape: expect.stringMatching(/^[0-9a-f]{12}$/),
      reasons: [expect.stringContaining('moon_phase')],
      items: { unknown: { unknown: 1 } },
    });
    expect(shown.keys).toContain('value.?');
    expect(JSON.stringify(shown)).not.toMatch(/919876500001|secret words/);
    const { body } = await gateway.api.get<{ body: string; headers: object }>(
      `/v1/callbacks/${shown.id}`,
    );
    expect(JSON.parse(body.body)).toEqual(STRANGE);
    expect(body.headers).toEqual({
      'content-type': 'application/json',
      'user-agent': expect.any(String),
    });
  });

  it('tell of what nobody knows once, in the feed of events', async () => {
    await strange();
    await strange();
    const { body } = await gateway.api.get<{ data: { type: string; data: object }[] }>(
      '/v1/events?limit=1000',
    );
    const told = body.data.filter(({ type }) => type === 'callback.unknown');
    expect(told.map(({ data }) => data)).toEqual([
      expect.objectContaining({ provider: 'gupshup', callback: expect.stringMatching(/^cb_\d+$/) }),
    ]);
  });

  it('are kept byte for byte where they come compressed, with what it takes to read them', async () => {
    const bytes = gzipSync(JSON.stringify(STRANGE));
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const door = gateway.door('gupshup');
    const { status } = await fetch(door, { method: 'POST', headers, body: new Uint8Array(bytes) });
    expect(status).toBe(200);
    await gateway.counted('gupshup unknown unknown');
    const [newest] = await list('?outcome=unknown&sender=gupshup');
    const { body } = await gateway.api.get<{ bodyBase64: string; headers: object }>(
      `/v1/callbacks/${newest?.id}`,
    );
    expect(body.headers).toMatchObject(headers);
    expect(Buffer.from(body.bodyBase64, 'base64').equals(bytes)).toBe(true);
  });

  it('are applied again one by one, and what counts already counts once', async () => {
    const { id } = await strange();
    const { status, body } = await gateway.api.post<ShownCallback>(`/v1/callbacks/${id}/replay`);
    expect([status, body.outcome]).toEqual([200, 'unknown']);
    const message = await gateway.until(await gateway.send('gupshup'), 'read');
    const [last] = await list('?outcome=applied&sender=gupshup');
    const again = await gateway.api.post<ShownCallback>(`/v1/callbacks/${last?.id}/replay`);
    expect(again.body).toMatchObject({ outcome: 'applied', items: { status: { duplicate: 1 } } });
    expect(await gateway.message(message.id)).toEqual(message);
  });

  it('are applied again by the time of their receipt', async () => {
    await strange();
    const since = '2020-01-01T00:00:00Z';
    const { status, body } = await gateway.api.post('/v1/callbacks/replay', { since });
    expect(status).toBe(202);
    expect(body.replaying).toBeGreaterThan(0);
    while ((await list('?outcome=pending')).length > 0);
    expect((await list('?outcome=unknown')).length).toBe(body.replaying);
  });

  it.each([
    [{}, 'validation_failed', ['since']],
    [
      { since: null, until: null, sender: null, outcome: null },
      'validation_failed',
      ['since', 'until', 'sender', 'outcome'],
    ],
    [{ since: '2020-01-01T00:00:00Z', sender: 'nobody' }, 'unknown_sender', ['sender']],
  ])('are not applied again by %j', async (which, code, paths) => {
    const { status, body } = await gateway.api.post<{ code: string; errors: { path: string }[] }>(
      '/v1/callbacks/replay',
      which,
    );
    expect([status, body.code]).toEqual([422, code]);
    expect(body.errors.map(({ path }) => path)).toEqual(paths);
  });

  it('are listed page by page, and to a key of other senders not at all', async () => {
    await strange();
    await strange();
    const { body: first } = await gateway.api.get<Page>('/v1/callbacks?limit=1');
    const { body: second } = await gateway.api.get<Page>(
      `/v1/callbacks?limit=1&cursor=${first.nextCursor}`,
    );
    expect(first.data[0]?.id).not.toBe(second.data[0]?.id);
    const { body: made } = await gateway.api.post<{ key: string }>('/v1/keys', {
      ...{ name: 'other', scopes: ['senders:manage'], senders: ['kaleyra'] },
    });
    const other = new ApiClient(gateway.url, made.key);
    const { body } = await other.get<Page>('/v1/callbacks?sender=gupshup');
    expect(body.data).toEqual([]);
    expect((await other.get(`/v1/callbacks/${first.data[0]?.id}`)).status).toBe(404);
    expect((await other.post(`/v1/callbacks/${first.data[0]?.id}/replay`)).status).toBe(404);
    const replay = { since: '2020-01-01T00:00:00Z', sender: 'gupshup' };
    expect((await other.post('/v1/callbacks/replay', replay)).body).toMatchObject({
      code: 'unknown_sender',
    });
    expect((await other.get('/v1/callbacks/cb_x')).status).toBe(404);
    expect((await other.get('/v1/callbacks?outcome=strange')).status).toBe(422);
  });

  describe('at an address', () => {
    const rotate = (body?: object) =>
      gateway.api.post<{ callbackUrl: string }>('/v1/senders/gupshup/callback-token', body);
    const knock = async (url: string) => (await gateway.knock(url, { entry: [] })).status;

    it('that was rotated come in for a while, and then no more', async () => {
      const former = gateway.door('gupshup');
      const { status, body } = await rotate();
      expect(status).toBe(200);
      expect(body.callbackUrl).not.toBe(former);
      expect(await knock(former)).toBe(200);
      expect(await knock(body.callbackUrl)).toBe(200);
      await rotate({ overlapSeconds: 0 });
      expect(await knock(former)).toBe(404);
      expect(await knock(body.callbackUrl)).toBe(404);
      expect(await knock(gateway.door('gupshup'))).toBe(200);
      expect((await rotate({ overlapSeconds: -1 })).status).toBe(422);
      gateway.sandbox.clearCallbacks();
      gateway.register('gupshup');
      gateway.register('kaleyra');
    });

    it('that is rotated again and again is refused where ten of them work', async () => {
      const ends = [];
      for (let n = 0; n < 10; n++) ends.push(await rotate());
      expect(ends.map(({ status }) => status)).toEqual([...Array<number>(9).fill(200), 409]);
      expect(ends[9]?.body).toMatchObject({ code: 'too_many_secrets' });
      expect(ends[9]?.body).toHaveProperty('detail', expect.stringContaining('overlapSeconds 0'));
      expect(await knock(gateway.door('gupshup'))).toBe(200);
      expect((await rotate({ overlapSeconds: 0 })).status).toBe(200);
      gateway.sandbox.clearCallbacks();
      gateway.register('gupshup');
      gateway.register('kaleyra');
    });

    it('that is entered in a portal must carry their header from the first that does', async () => {
      const { status, body } = await gateway.api.post<{
        registered: boolean;
        callbackUrl: string;
        header: { name: string; value: string };
        steps: string[];
      }>('/v1/senders/kaleyra/register-callbacks');
      expect([status, body.registered]).toEqual([200, false]);
      expect(body.steps.join(' ')).toContain(body.callbackUrl);
      expect(body.steps.join(' ')).toContain(body.header.value);
      const { name, value } = body.header;
      const status1 = async (headers: Record<string, string>) =>
        (await gateway.knock(gateway.door('kaleyra'), {}, headers)).status;
      expect(await status1({})).toBe(200);
      expect(await status1({ [name]: 'wrong' })).toBe(401);
      expect(await status1({ [name]: value })).toBe(200);
      expect(await status1({})).toBe(401);
      await gateway.app.close();
      await gateway.open();
      expect(await status1({})).toBe(401);
    });

    it("are proved by the operator's own secret from the moment on that there is one, and by none once it is gone", async () => {
      const sender = '/v1/senders/otp-in';
      const options = { sid: 'HXAP0000000001IN', apiKey: 'Aexample', baseUrl: gateway.url };
      const described = { id: 'otp-in', provider: 'kaleyra', phone: '+919876500009', options };
      expect((await gateway.api.post('/v1/senders', described)).status).toBe(201);
      const { body } = await gateway.api.post<{ header: { name: string; value: string } }>(
        `${sender}/register-callbacks`,
      );
      const knock = async (headers: Record<string, string>) =>
        (await gateway.knock(gateway.door('otp-in'), {}, headers)).status;
      const made = { [body.header.name]: body.header.value };
      expect([await knock(made), await knock({})]).toEqual([200, 401]);

      const own = { authorization: 'Bearer of-the-operator' };
      const patch = (callbackSecret: string | null) =>
        gateway.api.patch(sender, { options: { callbackSecret } });
      expect((await patch(own.authorization)).status).toBe(200);
      expect([await knock(own), await knock(made), await knock({})]).toEqual([200, 401, 401]);

      const again = await gateway.api.post(`${sender}/register-callbacks`);
      expect(again.body.header).toBeUndefined();
      expect((await patch(null)).status).toBe(200);
      expect(await knock(own)).toBe(200);
    });

    it('of a vendor that refuses to register it are told what it said', async () => {
      const [{ appId, token }] = DEFAULT_ACCOUNTS.gupshup;
      const subscriptions = `${gateway.sandbox.url}/partner/app/${appId}/subscription`;
      const ask = () => fetch(subscriptions, { headers: { authorization: token } });
      while ((await ask()).status === 200);
      const { status, body } = await gateway.api.post('/v1/senders/gupshup/register-callbacks');
      expect([status, body.code]).toEqual([502, 'vendor_refused']);
      expect(body.detail).toContain('Too Many Requests');
      const again = await gateway.api.post('/v1/senders/gupshup/register-callbacks');
      expect(again.body.retryAfter).toBeGreaterThan(0);
    });
  });
});

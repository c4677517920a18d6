import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GOOD, KEY, startGateway, type Gateway } from './support/gateway.js';

type Answer = Readonly<Record<string, unknown>>;

describe('Idempotency-Key', () => {
  let gateway: Gateway;
  let keys = 0;

  beforeAll(async () => {
    gateway = await startGateway();
  });

  afterAll(() => gateway.close());

  beforeEach(() => {
    gateway.vendor.will({ status: 202, json: { id: 'v-1' } });
  });

  afterEach(async () => {
    const { data } = await gateway.get<{ data: readonly { id: string }[] }>('/v1/messages');
    await Promise.all(data.map(({ id }) => gateway.until(id, 'accepted')));
  });

  function newKey(): string {
    keys += 1;
    return `key ${keys} ~`;
  }

  function post(key: string, body: unknown = GOOD, headers = {}): Promise<Response> {
    return gateway.post(body, { 'idempotency-key': key, ...headers });
  }

  async function count(): Promise<number> {
    const { data } = await gateway.get<{ data: unknown[] }>('/v1/messages?limit=500');
    return data.length;
  }

  it('gives a repetition the very answer of the first request, and sends once', async () => {
    const key = newKey();
    const first = await post(key);
    const answer = (await first.json()) as Answer;
    await gateway.until(String(answer.id), 'accepted');
    const again = await post(key, { message: GOOD.message, sender: GOOD.sender });
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(await again.json()).toEqual(answer);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(gateway.vendor.received).toBe(1);
  });

  it('refuses the same key with another body, and does not use it up', async () => {
    const key = newKey();
    const first = (await (await post(key)).json()) as Answer;
    const other = await post(key, { ...GOOD, reference: 'other' });
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ code: 'idempotency_conflict' });
    expect(await (await post(key)).json()).toEqual(first);
  });

  it('makes one message of many simultaneous requests', async () => {
    const before = await count();
    const key = newKey();
    const responses = await Promise.all(Array.from({ length: 20 }, () => post(key)));
    const answers = (await Promise.all(responses.map((each) => each.json()))) as Answer[];
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const fresh = responses.filter(({ headers }) => !headers.has('idempotency-replayed'));
    expect(fresh).toHaveLength(1);
    expect(await count()).toBe(before + 1);
  });

  it('does not keep what was refused', async () => {
    const key = newKey();
    expect((await post(key, { ...GOOD, sender: 'nobody' })).status).toBe(422);
    const corrected = await post(key);
    expect(corrected.status).toBe(202);
    expect(corrected.headers.has('idempotency-replayed')).toBe(false);
  });

  it.each([
    ['no characters', ''],
    ['256 characters', 'x'.repeat(256)],
    ['another alphabet', 'ümlaut'],
    ['a tab', 'tab\tbed'],
  ])('refuses a key of %s', async (_what, key) => {
    const response = await post(key);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      code: 'validation_failed',
      errors: [{ path: 'Idempotency-Key' }],
    });
  });

  it('takes a key of 255 characters', async () => {
    expect((await post('x'.repeat(255))).status).toBe(202);
  });

  it('belongs to the caller, and survives the rotation of the API key', async () => {
    const made = await gateway.postTo('/v1/keys', { name: 'shop', scopes: ['messages:send'] });
    const own = (await made.json()) as { id: string; key: string };
    const key = newKey();
    const admins = (await (await post(key)).json()) as Answer;
    const theirs = (await (await post(key, GOOD, bearer(own.key))).json()) as Answer;
    expect(theirs.id).not.toBe(admins.id);
    const rotated = await gateway.postTo(`/v1/keys/${own.id}/rotate`, {});
    const next = (await rotated.json()) as { key: string };
    expect(next.key).not.toBe(own.key);
    const again = await post(key, GOOD, bearer(next.key));
    expect(await again.json()).toEqual(theirs);
  });

  it('survives a restart', async () => {
    const key = newKey();
    const first = (await (await post(key)).json()) as Answer;
    await gateway.until(String(first.id), 'accepted');
    gateway = await gateway.restart();
    const again = await post(key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await again.json()).toEqual(first);
  });
});

function bearer(key: string): Readonly<Record<string, string>> {
  expect(key).not.toBe(KEY);
  return { authorization: `Bearer ${key}` };
}

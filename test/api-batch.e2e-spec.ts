import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GOOD, startGateway, TEXT, type Gateway } from './support/gateway.js';

interface Result {
  readonly id?: string;
  readonly status?: string;
  readonly replayed?: boolean;
  readonly error?: {
    readonly code: string;
    readonly detail: string;
    readonly errors?: { readonly path: string }[];
  };
}

const PATH = '/v1/messages/batch';

describe('POST /v1/messages/batch', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({
      sender: { limits: { messagesPerSecond: 10_000, pairRate: false } },
    });
  });

  afterAll(() => gateway.close());

  beforeEach(() => {
    gateway.vendor.will({ status: 202, json: { id: 'v-1' } });
  });

  async function post(messages: unknown, headers = {}): Promise<readonly Result[]> {
    const response = await gateway.postTo(PATH, { messages }, headers);
    expect(response.status).toBe(202);
    return ((await response.json()) as { results: Result[] }).results;
  }

  function idsOf(results: readonly Result[]): string[] {
    return results.flatMap(({ id }) => id ?? []);
  }

  async function total(reference: string): Promise<number> {
    const path = `/v1/messages?limit=500&reference=${reference}`;
    return (await gateway.get<{ data: unknown[] }>(path)).data.length;
  }

  it('judges each message by itself, and answers in order', async () => {
    const results = await post([
      GOOD,
      { ...GOOD, sender: 'nobody' },
      { ...GOOD, message: { ...TEXT, text: {} } },
      'nonsense',
      { ...GOOD, message: { type: 'text', text: TEXT.text, recipient: 'IN.13491208655302741918' } },
      { ...GOOD, idempotencyKey: '' },
      GOOD,
    ]);
    expect(results.map(({ error, status }) => error?.code ?? status)).toEqual([
      'queued',
      'unknown_sender',
      'validation_failed',
      'validation_failed',
      'unsupported',
      'validation_failed',
      'queued',
    ]);
    expect(results[2]?.error?.errors?.map(({ path }) => path)).toEqual(['message.text.body']);
    expect(results[5]?.error?.errors?.map(({ path }) => path)).toEqual(['idempotencyKey']);
    for (const id of idsOf(results)) await gateway.until(id, 'accepted');
    expect(gateway.vendor.received).toBe(2);
  });

  it('names the first twenty problems of a message, and says that there are more', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`k${n}`, n]));
    const [result] = await post([{ ...GOOD, message: { ...TEXT, ...unknown } }]);
    expect(result?.error?.errors).toHaveLength(20);
    expect(result?.error?.detail).toBe(
      'At least 20 things are wrong with the request; errors names the first 20.',
    );
  });

  it('takes a thousand messages, and no more', async () => {
    const message = { ...GOOD, ordered: false };
    const ids = idsOf(await post(Array.from({ length: 1_000 }, () => message)));
    expect(new Set(ids).size).toBe(1_000);
    for (const id of ids) await gateway.until(id, 'accepted');
    const many = await gateway.postTo(PATH, {
      messages: Array.from({ length: 1_001 }, () => GOOD),
    });
    expect(many.status).toBe(422);
    expect(await many.json()).toMatchObject({ errors: [{ path: 'messages' }] });
  }, 20_000);

  it.each([
    [[], ['']],
    [{}, ['messages']],
    [{ messages: [] }, ['messages']],
    [{ messages: GOOD }, ['messages']],
    [{ messages: [GOOD], dryRun: true }, ['dryRun']],
  ])('refuses %j as a batch', async (body, paths) => {
    const response = await gateway.postTo(PATH, body);
    expect(response.status).toBe(422);
    const { errors } = (await response.json()) as { errors: { path: string }[] };
    expect(errors.map(({ path }) => path)).toEqual(paths);
  });

  it('takes a body of up to 10 MiB', async () => {
    const large = { ...TEXT, text: { body: 'x'.repeat(4_000) } };
    const body = {
      messages: Array.from({ length: 900 }, () => ({ sender: 'nobody', message: large })),
    };
    expect(JSON.stringify(body).length).toBeGreaterThan(3 * 1024 * 1024);
    expect((await gateway.postTo(PATH, body)).status).toBe(202);
    const filler = 'x'.repeat(10 * 1024 * 1024);
    expect((await gateway.postTo(PATH, { messages: [filler] })).status).toBe(413);
  });

  it('makes one message of items with one key, be they in a batch or by themselves', async () => {
    const item = { ...GOOD, reference: 'keyed' };
    const keyed = { ...item, idempotencyKey: 'item-1' };
    const [first, second] = await post([keyed, keyed]);
    expect([first?.replayed, second?.replayed].filter(Boolean)).toHaveLength(1);
    const [third, conflict] = await post([keyed, { ...keyed, reference: 'other' }]);
    expect(third).toMatchObject({ replayed: true });
    expect(conflict).toMatchObject({ error: { code: 'idempotency_conflict' } });
    const single = await gateway.post(item, { 'idempotency-key': 'item-1' });
    expect(single.headers.get('idempotency-replayed')).toBe('true');
    const ids = [first, second, third, (await single.json()) as Result].map((each) => each?.id);
    expect(new Set(ids).size).toBe(1);
    expect(await total('keyed')).toBe(1);
  });

  it('gives the repetition of a whole batch the answer of the first', async () => {
    const body = {
      messages: [
        { ...GOOD, reference: 'whole' },
        { ...GOOD, sender: 'nobody' },
      ],
    };
    const key = { 'idempotency-key': 'batch-1' };
    const responses = await Promise.all([1, 2, 3].map(() => gateway.postTo(PATH, body, key)));
    const answers = await Promise.all(responses.map((each) => each.text()));
    expect(new Set(answers).size).toBe(1);
    const replayed = responses.filter(({ headers }) => headers.has('idempotency-replayed'));
    expect(replayed).toHaveLength(2);
    expect(await total('whole')).toBe(1);
    const other = await gateway.postTo(PATH, { messages: [GOOD] }, key);
    expect(await other.json()).toMatchObject({ code: 'idempotency_conflict', status: 422 });
  });

  it('refuses keys of single messages beside one for the whole', async () => {
    const messages = [GOOD, { ...GOOD, idempotencyKey: 'item-2' }];
    const response = await gateway.postTo(PATH, { messages }, { 'idempotency-key': 'batch-2' });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      errors: [{ path: 'messages[1].idempotencyKey' }],
    });
  });
});

describe('POST /v1/messages/validate', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway();
  });

  afterAll(() => gateway.close());

  it('says that a message would be taken, and neither stores nor sends it', async () => {
    const response = await gateway.postTo('/v1/messages/validate', GOOD);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ valid: true });
    expect(await gateway.get('/v1/messages')).toEqual({ data: [], nextCursor: null });
    expect(gateway.vendor.received).toBe(0);
  });

  it.each([
    {},
    { ...GOOD, sender: 'nobody' },
    { ...GOOD, message: { ...TEXT, text: { body: '' } } },
    { ...GOOD, message: { type: 'text', text: TEXT.text, recipient: 'IN.13491208655302741918' } },
    { ...GOOD, sendAt: 'tomorrow' },
  ])('answers %j as if it were sent', async (body) => {
    const [sent, checked] = await Promise.all([
      gateway.post(body),
      gateway.postTo('/v1/messages/validate', body),
    ]);
    expect(checked.status).toBe(422);
    expect(await checked.json()).toEqual(await sent.json());
  });
});

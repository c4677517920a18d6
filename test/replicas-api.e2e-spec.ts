import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttp } from 'waypost/providers';
import { loadConfig } from '../apps/api/src/config.js';
import { openGateway, type OpenGateway } from '../apps/api/src/open-gateway.js';
import { createDatabase } from './postgres.js';
import { GOOD, KEY, startGateway, TEXT, type Gateway } from './support/gateway.js';

const SECRET_KEY = Buffer.alloc(32, 7).toString('base64');

interface MadeKey {
  readonly id: string;
  readonly key: string;
}

describe('two replicas', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let one: Gateway;
  let two: Gateway;

  beforeAll(async () => {
    database = await createDatabase();
    const settings = { DATABASE_URL: database.url, SECRET_KEY };
    // At once, on an empty database.
    [one, two] = await Promise.all([
      startGateway({ settings, sender: { limits: { messagesPerSecond: 50, pairRate: false } } }),
      startGateway({ settings, sender: { limits: { messagesPerSecond: 50, pairRate: false } } }),
    ]);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([one.close(), two.close()]);
    await database.drop();
  });

  async function makeKey(on = one): Promise<MadeKey> {
    const made = await on.postTo('/v1/keys', { name: 'caller', scopes: ['messages:send'] });
    expect(made.status).toBe(201);
    return (await made.json()) as MadeKey;
  }

  const keyed = (key: string, idempotency: string) => ({
    authorization: `Bearer ${key}`,
    'idempotency-key': idempotency,
  });

  /** Posts until the answer has this status; gives how long that took. */
  async function answers(gateway: Gateway, key: string, status: number): Promise<number> {
    const began = performance.now();
    for (;;) {
      const { status: now } = await gateway.post({}, { authorization: `Bearer ${key}` });
      if (now === status) return performance.now() - began;
      await sleep(20);
    }
  }

  it('make one message of simultaneous requests with one key, wherever they arrive', async () => {
    const requests = Array.from({ length: 20 }, (_, n) =>
      (n % 2 ? one : two).post(GOOD, { 'idempotency-key': 'at-once' }),
    );
    const responses = await Promise.all(requests);
    expect(responses.map(({ status }) => status)).toEqual(requests.map(() => 202));
    const bodies = await Promise.all(responses.map((response) => response.text()));
    expect(new Set(bodies).size).toBe(1);
    const replayed = responses.filter(({ headers }) => headers.has('idempotency-replayed'));
    expect(replayed).toHaveLength(19);
  });

  it('take a new key at once where it was made, and soon everywhere; a revoked one stops within 2 s', async () => {
    const { id, key } = await makeKey();
    await answers(two, key, 422);
    const revoked = await fetch(`${one.url}/v1/keys/${id}`, {
      method: 'DELETE',
      headers: { 'x-api-key': KEY },
    });
    expect(revoked.status).toBe(204);
    expect((await one.post({}, { authorization: `Bearer ${key}` })).status).toBe(401);
    expect(await answers(two, key, 401)).toBeLessThan(2_000);
  });

  it('replay for the successor of a key what its predecessor was answered, and for nobody else', async () => {
    const [first, other] = [await makeKey(), await makeKey()];
    const original = await one.post(GOOD, keyed(first.key, 'order-7'));
    const rotated = await one.postTo(`/v1/keys/${first.id}/rotate`, { overlapSeconds: 60 });
    const { key: successor } = (await rotated.json()) as MadeKey;
    await answers(two, successor, 422);
    await answers(two, other.key, 422);
    const again = await two.post(GOOD, keyed(successor, 'order-7'));
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const { id } = (await original.json()) as { id: string };
    expect(await again.json()).toMatchObject({ id });
    const others = await two.post(GOOD, keyed(other.key, 'order-7'));
    expect(others.headers.has('idempotency-replayed')).toBe(false);
    expect(await others.json()).not.toMatchObject({ id });
  });

  it('cancel by filter what the other one sends: each message is either canceled or sent', async () => {
    const { data } = await one.get<{ data: { id: string }[] }>('/v1/messages');
    for (const { id } of data) await one.until(id, 'accepted');
    const sent = () => one.vendor.received + two.vendor.received;
    const before = sent();
    const messages = Array.from({ length: 300 }, (_, n) => ({
      sender: 'shop',
      reference: 'wrong',
      message: { ...TEXT, to: `+9198765${String(n).padStart(5, '0')}` },
    }));
    const batch = await one.postTo('/v1/messages/batch', { messages });
    const { results } = (await batch.json()) as { results: { id: string }[] };
    while (sent() - before < 5) await sleep(10);
    let canceled = 0;
    for (const gateway of [two, one]) {
      const response = await gateway.postTo('/v1/messages/cancel', { reference: 'wrong' });
      expect(response.status).toBe(200);
      canceled += ((await response.json()) as { canceled: number }).canceled;
    }
    expect(canceled).toBeGreaterThan(0);
    const ended = await Promise.all(
      results.map(({ id }) => one.until(id, 'accepted', 'canceled', 'failed')),
    );
    expect(ended.filter(({ status }) => status === 'canceled')).toHaveLength(canceled);
    expect(sent() - before).toBe(messages.length - canceled);
  });

  describe('that are set up differently', () => {
    let folder: string;

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'waypost-api-'));
    });

    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    async function openWith(secretKey: string, entries: readonly object[]): Promise<OpenGateway> {
      const config = await loadConfig({
        LOG_LEVEL: 'fatal',
        DATA_DIR: folder,
        BOOTSTRAP_API_KEY: KEY,
        DATABASE_URL: database.url,
        SECRET_KEY: secretKey,
      });
      const http = createHttp({ allowPrivate: true });
      return openGateway({ config, http, file: { entries, source: 'The test' } });
    }

    const statesOf = async () => {
      const { data } = await one.get<{ data: { id: string; state: string }[] }>('/v1/senders');
      return data.map(({ id, state }) => [id, state]);
    };

    it('do not start with another SECRET_KEY, and change nothing before they refuse', async () => {
      const before = await statesOf();
      const opened = openWith(Buffer.alloc(32, 8).toString('base64'), []);
      await expect(opened).rejects.toThrow(
        /^SECRET_KEY is not the one .*: give the former one, which all replicas of a database share\.$/,
      );
      expect(await statesOf()).toEqual(before);
      await one.until(await one.send(), 'accepted');
    });

    it('with another senders file are told whose senders they pause', async () => {
      const { app, warnings } = await openWith(SECRET_KEY, []);
      await app.close();
      expect(warnings).toHaveLength(2);
      for (const warning of warnings) {
        expect(warning).toMatch(
          /^Sender (shop|stall) is no longer .* Replicas of one database need the same senders file\.$/,
        );
      }
      while ((await statesOf()).some(([, state]) => state !== 'paused')) await sleep(20);
    });
  });
});

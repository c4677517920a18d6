import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDatabase } from './postgres.js';
import { GOOD, startGateway, type Gateway } from './support/gateway.js';
import { proxyTo, type CommitFault, type TcpProxy } from './tcp-proxy.js';

const SECRET_KEY = Buffer.alloc(32, 7).toString('base64');

describe('a gateway whose connection to PostgreSQL is lost during a COMMIT', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let proxy: TcpProxy;
  let gateway: Gateway;

  beforeEach(async () => {
    database = await createDatabase();
    proxy = await proxyTo(database.url);
    const settings = { DATABASE_URL: proxy.url, SECRET_KEY };
    gateway = await startGateway({ settings });
    await gateway.until(await gateway.send(), 'accepted');
  }, 60_000);

  afterEach(async () => {
    proxy.mend();
    await ready();
    await gateway.close();
    await proxy.close();
    await database.drop();
  });

  async function ready(): Promise<void> {
    while ((await fetch(`${gateway.url}/health/ready`)).status !== 200) await sleep(20);
  }

  /** All that is stored, once each has left. */
  async function settled(): Promise<readonly { readonly id: string }[]> {
    for (;;) {
      const { data } = await gateway.get<{ data: { id: string; status: string }[] }>(
        '/v1/messages',
      );
      if (data.every(({ status }) => status === 'accepted')) return data;
      await sleep(20);
    }
  }

  it.each(['lost', 'unanswered'] satisfies CommitFault[])(
    'with the COMMIT %s answers 202, keeps the message and sends it once',
    async (fault) => {
      proxy.failNextCommit(fault);
      const response = await gateway.post(GOOD);
      expect(response.status).toBe(202);
      const { id } = (await response.json()) as { id: string };
      await ready();
      await gateway.until(id, 'accepted');
      expect(await settled()).toHaveLength(2);
      expect(gateway.vendor.received).toBe(2);
    },
  );

  it.each(['lost', 'unanswered'] satisfies CommitFault[])(
    'with the COMMIT %s and the database away says that nobody knows, and a repetition makes one message',
    async (fault) => {
      const key = { 'idempotency-key': 'order-7' };
      let problem: { code?: string; id?: string };
      do {
        proxy.mend();
        await ready();
        proxy.failNextCommit(fault, true);
        const response = await gateway.post(GOOD, key);
        expect(response.status).toBe(503);
        problem = (await response.json()) as typeof problem;
        // The COMMIT that failed may have been another one, such as that of the leases.
      } while (problem.code === 'store_unavailable');
      expect(problem).toMatchObject({
        code: 'commit_unknown',
        id: expect.stringMatching(/^msg_/),
        retryAfter: 1,
      });
      proxy.mend();
      await ready();
      const again = await gateway.post(GOOD, key);
      expect(again.status).toBe(202);
      const { id } = (await again.json()) as { id: string };
      expect(id === problem.id).toBe(fault === 'unanswered');
      await gateway.until(id, 'accepted');
      expect(await settled()).toHaveLength(2);
      expect(gateway.vendor.received).toBe(2);
    },
    40_000,
  );
});

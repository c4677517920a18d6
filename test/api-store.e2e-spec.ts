import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FAULTS } from '../libs/store/src/sqlite/protocol.js';
import { Gate } from './support/gate.js';
import { GOOD, startGateway, type Gateway } from './support/gateway.js';

describe('a gateway whose disk', () => {
  let disk: Int32Array<SharedArrayBuffer>;
  let gateway: Gateway;

  beforeEach(async () => {
    disk = new Int32Array(new SharedArrayBuffer(8));
    gateway = await startGateway({ store: { faults: disk.buffer } });
  });

  afterEach(async () => {
    disk.fill(0);
    await ready(200);
    await gateway.close();
  });

  async function ready(status: number): Promise<Response> {
    for (;;) {
      const response = await fetch(`${gateway.url}/health/ready`);
      if (response.status === status) return response;
      await sleep(20);
    }
  }

  async function total(): Promise<number> {
    return (await gateway.get<{ data: unknown[] }>('/v1/messages')).data.length;
  }

  it('is full takes no message, says so, and goes on by itself when it has room', async () => {
    const first = await gateway.send();
    await gateway.until(first, 'accepted');
    disk[FAULTS.diskFull] = 1;
    const refused = await Promise.all([
      gateway.post(GOOD),
      gateway.post(GOOD, { 'idempotency-key': 'full' }),
      gateway.postTo('/v1/messages/batch', { messages: [GOOD, GOOD] }),
      gateway.postTo('/v1/messages/batch', { messages: [GOOD] }, { 'idempotency-key': 'batch' }),
    ]);
    for (const response of refused) {
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('1');
      expect(await response.json()).toMatchObject({ code: 'store_unavailable', retryAfter: 1 });
    }
    const health = await ready(503);
    expect(await health.json()).toMatchObject({
      code: 'store_unavailable',
      detail: expect.stringContaining('disk is full'),
    });
    expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
    expect(await total()).toBe(1);
    expect(gateway.vendor.received).toBe(1);
    disk[FAULTS.diskFull] = 0;
    await ready(200);
    const again = await gateway.post(GOOD, { 'idempotency-key': 'full' });
    expect(again.status).toBe(202);
    expect(again.headers.has('idempotency-replayed')).toBe(false);
  });

  it('is full while a message is on its way keeps the outcome until it can be stored', async () => {
    const answer = new Gate();
    gateway.vendor.will({ status: 202, json: { id: 'v-2' }, after: answer.opened });
    const id = await gateway.send();
    await gateway.vendor.arrival();
    disk[FAULTS.diskFull] = 1;
    answer.open();
    await ready(503);
    expect(await gateway.get(`/v1/messages/${id}`)).toMatchObject({ status: 'sending' });
    disk[FAULTS.diskFull] = 0;
    expect(await gateway.until(id, 'accepted')).toMatchObject({ attempts: [{ n: 1 }] });
    expect(gateway.vendor.received).toBe(1);
  });

  it('takes 20 ms to sync answers health checks within 50 ms all the same, p99', async () => {
    disk[FAULTS.commitMs] = 20;
    let isOver = false;
    const load = Array.from({ length: 4 }, async () => {
      while (!isOver) await gateway.send({ ...GOOD, ordered: false });
    });
    // Best of a few rounds, for other programs may keep this one from its processor.
    let p99 = Infinity;
    for (let round = 0; round < 10 && p99 >= 50; round++) p99 = Math.min(p99, await healthP99());
    isOver = true;
    await Promise.all(load);
    expect(p99).toBeLessThan(50);
  });

  async function healthP99(): Promise<number> {
    const took: number[] = [];
    for (let i = 0; i < 200; i++) {
      const began = performance.now();
      expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(200);
      took.push(performance.now() - began);
    }
    return took.sort((a, b) => a - b)[197] ?? Infinity;
  }

  it('is slow still answers health checks at once', async () => {
    disk[FAULTS.commitMs] = 1_000;
    const sending = gateway.post(GOOD);
    await sleep(100);
    const isFirst = await Promise.race([
      sending.then(() => false),
      fetch(`${gateway.url}/health/ready`).then(({ status }) => status === 200),
    ]);
    expect(isFirst).toBe(true);
    expect((await sending).status).toBe(202);
  });
});

describe('a gateway that is stopped', () => {
  it('keeps what it has taken, and sends after the next start what it had not sent', async () => {
    let gateway = await startGateway();
    const sent = await gateway.send();
    await gateway.until(sent, 'accepted');
    const sendAt = new Date(Date.now() + 1_000).toISOString();
    const later = await gateway.send({ ...GOOD, sendAt, reference: 'kept' });
    gateway = await gateway.restart();
    expect(await gateway.get(`/v1/messages/${sent}`)).toMatchObject({ status: 'accepted' });
    expect(await gateway.until(later, 'accepted')).toMatchObject({ reference: 'kept' });
    expect(gateway.vendor.received).toBe(2);
    await gateway.close();
  });

  it('waits for the outcome of what is being handed over', async () => {
    let gateway = await startGateway();
    gateway.vendor.will({ status: 202, json: { id: 'v-2' }, delayMs: 300 });
    const id = await gateway.send();
    await gateway.vendor.arrival();
    gateway = await gateway.restart();
    expect(await gateway.get(`/v1/messages/${id}`)).toMatchObject({ status: 'accepted' });
    expect(gateway.vendor.received).toBe(1);
    await gateway.close();
  });
});

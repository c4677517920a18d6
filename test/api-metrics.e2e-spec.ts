import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GOOD, startGateway, type Gateway } from './support/gateway.js';

describe('GET /metrics', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway();
  });

  afterAll(() => gateway.close());

  async function read(): Promise<string> {
    const response = await fetch(`${gateway.url}/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(response.status).toBe(200);
    return response.text();
  }

  /** What waits is not counted anew for every reader. */
  async function readUntil(holds: (metrics: string) => boolean): Promise<string> {
    for (;;) {
      const metrics = await read();
      if (holds(metrics)) return metrics;
      await sleep(10);
    }
  }

  function valueOf(metrics: string, name: string): number {
    const line = metrics.split('\n').find((each) => each.startsWith(`${name} `));
    return Number(line?.slice(name.length + 1));
  }

  it('counts attempts by provider, outcome and code', async () => {
    await gateway.until(await gateway.send(), 'accepted');
    gateway.vendor.will({ status: 400, json: { error: { code: 131026, message: 'No' } } });
    await gateway.until(await gateway.send(), 'failed');
    const metrics = await read();
    const attempts = (labels: string) => valueOf(metrics, `waypost_attempts_total{${labels}}`);
    expect(attempts('provider="memory",outcome="accepted",code=""')).toBe(1);
    expect(attempts('provider="memory",outcome="rejected",code="rejected"')).toBe(1);
  });

  it('tells what waits, for how long, and that nothing waits any more', async () => {
    const sendAt = new Date(Date.now() + 3_600_000).toISOString();
    await gateway.send({ ...GOOD, sendAt });
    await gateway.postTo('/v1/senders/stall/pause', {});
    const id = await gateway.send({ ...GOOD, sender: 'stall', priority: 'low' });
    const waiting = await readUntil((metrics) => metrics.includes('depth{sender="stall"'));
    expect(valueOf(waiting, 'waypost_queue_depth{sender="shop",state="scheduled"}')).toBe(1);
    expect(valueOf(waiting, 'waypost_queue_depth{sender="stall",state="low"}')).toBe(1);
    expect(
      valueOf(waiting, 'waypost_queue_oldest_seconds{sender="stall",state="low"}'),
    ).toBeLessThan(60);
    await gateway.postTo(`/v1/messages/${id}/cancel`, {});
    await gateway.postTo('/v1/senders/stall/resume', {});
    await readUntil((metrics) => !metrics.includes('sender="stall"'));
  });

  it('tells which senders are held up and why, for as long as they are', async () => {
    const heldUp = async () =>
      (await read()).split('\n').filter((line) => line.startsWith('waypost_sender_held_up{'));
    const series = (reason: string, code = '') =>
      `waypost_sender_held_up{sender="stall",reason="${reason}",code="${code}"} 1`;
    expect(await heldUp()).toEqual([]);
    await gateway.postTo('/v1/senders/stall/pause', {});
    expect(await heldUp()).toEqual([series('paused')]);
    await gateway.postTo('/v1/senders/stall/resume', {});
    expect(await heldUp()).toEqual([]);
    gateway.vendor.will({ status: 401, json: { error: { code: 190, message: 'Expired' } } });
    await gateway.send({ ...GOOD, sender: 'stall' });
    await readUntil((metrics) => metrics.includes(series('fault', 'unauthorized')));
    gateway.vendor.will({ status: 202, json: { id: 'v-2' } });
    await gateway.postTo('/v1/senders/stall/resume', {});
    await readUntil((metrics) => !metrics.includes('waypost_sender_held_up{'));
  });

  it('gives nothing that docs/metrics.md leaves out, and everything that it names', async () => {
    const page = readFileSync('docs/metrics.md', 'utf8');
    const named = [...page.matchAll(/^\| `(waypost_\w+)/gm)].map(([, name]) => name);
    const given = [...(await read()).matchAll(/^# TYPE (waypost_\w+)/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual(given.sort());
  });

  it('tells of commits, of the event loop and of the process', async () => {
    const metrics = await read();
    expect(valueOf(metrics, 'waypost_store_commit_seconds_count')).toBeGreaterThan(0);
    expect(valueOf(metrics, 'waypost_store_commit_operations_sum')).toBeGreaterThan(0);
    expect(valueOf(metrics, 'waypost_store_up')).toBe(1);
    expect(valueOf(metrics, 'nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0);
    expect(valueOf(metrics, 'process_resident_memory_bytes')).toBeGreaterThan(0);
  });

  it('counts every statement, those of reads too', async () => {
    const statements = async () => valueOf(await read(), 'waypost_store_statements_total');
    const before = await statements();
    for (let n = 0; n < 20; n++) await gateway.get('/v1/messages');
    expect((await statements()) - before).toBeGreaterThanOrEqual(20);
  });

  it('tells nothing of recipients or content', async () => {
    expect(await read()).not.toMatch(/919876500001|Hello/);
  });
});

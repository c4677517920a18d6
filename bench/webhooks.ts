import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore, type Store } from 'waypost/store';
import { makeSecret, WebhookEngine } from 'waypost/webhooks';
import type { Extent } from './extent.js';
import type { Report } from './report.js';

const PLANS = {
  full: { events: 10_000, answerMs: 100 },
  quick: { events: 500, answerMs: 20 },
};
const CONCURRENCY = 32;
const EVENT_BYTES = 1_000;
const PAGE = 500;
const MIB = 2 ** 20;

interface Plan {
  readonly events: number;
  readonly answerMs: number;
}

/** What draining a queue of events took. */
interface Drained {
  readonly seconds: number;
  readonly cpuMicros: number;
  readonly heapMiB: number;
  /** Requests that the dead endpoint was given. */
  readonly dead: number;
}

/** Many events for one endpoint that takes its time to answer, alone and beside one that never answers. */
export async function benchWebhooks(extent: Extent): Promise<Report> {
  const plan = PLANS[extent];
  const alone = await drain(plan, false);
  const beside = await drain(plan, true);
  const ideal = (plan.events / CONCURRENCY) * (plan.answerMs / 1_000);
  const row = (name: string, { seconds, cpuMicros, heapMiB, dead }: Drained) => ({
    name,
    values: [seconds, plan.events / seconds, cpuMicros, heapMiB, dead],
  });
  return {
    title: `${plan.events.toLocaleString('en')} events to a webhook that answers in ${plan.answerMs} ms`,
    columns: [
      { title: 'seconds', digits: 1 },
      { title: 'events per second' },
      { title: 'CPU µs per event' },
      { title: 'heap MiB at most', digits: 1 },
      { title: 'requests to the dead one' },
    ],
    rows: [row('alone', alone), row('beside a dead webhook', beside)],
    ratios: [
      {
        name: 'time taken / time that the answers take, 32 at a time',
        value: alone.seconds / ideal,
        bound: { at: 'most', is: 1.25 },
      },
      {
        name: 'beside a dead webhook / alone, time',
        value: beside.seconds / alone.seconds,
        bound: { at: 'most', is: 1.1 },
      },
      {
        name: 'beside a dead webhook / alone, CPU',
        value: beside.cpuMicros / alone.cpuMicros,
        aim: { at: 'most', is: 1.25 },
      },
    ],
  };
}

async function drain(plan: Plan, withDead: boolean): Promise<Drained> {
  const folder = await mkdtemp(join(tmpdir(), 'waypost-bench-'));
  const store = await openStore(`sqlite:${join(folder, 'waypost.db')}`);
  const consumer = await serve(plan.answerMs);
  const dead = await serve(undefined);
  const engine = new WebhookEngine(store, {
    render: ({ position, data }) => ({ id: `evt_${position}`, body: data }),
    secretsOf: ({ secret }) => [secret],
    allowPrivate: true,
    concurrency: CONCURRENCY,
  });
  try {
    await subscribe(store, consumer.url);
    if (withDead) await subscribe(store, dead.url);
    await fill(store, plan.events);
    return { ...(await measure(engine, consumer, plan.events)), dead: dead.answered() };
  } finally {
    await engine.stop(0);
    await store.close();
    consumer.close();
    dead.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  engine: WebhookEngine,
  consumer: Consumer,
  events: number,
): Promise<Omit<Drained, 'dead'>> {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const cpu = process.cpuUsage();
  const began = performance.now();
  let most = before;
  await engine.start();
  while (consumer.answered() < events) {
    most = Math.max(most, process.memoryUsage().heapUsed);
    await sleep(20);
  }
  const { user, system } = process.cpuUsage(cpu);
  return {
    seconds: (performance.now() - began) / 1_000,
    cpuMicros: (user + system) / events,
    heapMiB: (most - before) / MIB,
  };
}

async function subscribe(store: Store, url: string): Promise<void> {
  const { length } = await store.webhooks.all();
  const fields = { id: `wh_${length}`, events: ['*'], senders: null, description: null };
  const times = { enabled: true, createdAt: Date.now() };
  await store.webhooks.add({ ...fields, ...times, url, secret: makeSecret() });
}

async function fill(store: Store, events: number): Promise<void> {
  const data = JSON.stringify({ text: 'x'.repeat(EVENT_BYTES) });
  const event = { sender: 'shop', type: 'message.received', at: Date.now(), data };
  for (let left = events; left > 0; left -= PAGE) {
    await store.append(new Array<typeof event>(Math.min(PAGE, left)).fill(event));
  }
}

interface Consumer {
  readonly url: string;
  /** How many requests were answered, or by one that never answers, read. */
  answered(): number;
  close(): void;
}

/** Answers after so many ms; never where that is undefined. */
async function serve(answerMs: number | undefined): Promise<Consumer> {
  let answered = 0;
  const server: Server = createServer((request, response) => {
    request.resume().once('end', () => {
      if (answerMs === undefined) answered += 1;
      else {
        setTimeout(() => {
          answered += 1;
          response.writeHead(204).end();
        }, answerMs);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    answered: () => answered,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

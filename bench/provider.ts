import { fork } from 'node:child_process';
import axios from 'axios';
import { Agent, request } from 'undici';
import { createHttp, parseOptions } from 'waypost/providers';
import { GupshupProvider } from 'waypost/providers/gupshup';
import { examples, validateMessage, type Message } from 'waypost/messages';
import type { Extent } from './extent.js';
import { measure, repeat, type Figure, type Subject } from './measure.js';
import type { Report } from './report.js';
import { ask } from './rig/ipc.js';
import type { VendorQuestion } from './vendor-server.js';

const CONCURRENCY = 32;
const PLANS = { full: { rounds: 15, calls: 4_000 }, quick: { rounds: 3, calls: 1_000 } };
const APP_ID = 'bf9ee64c-3d4d-4ac4-8732-732e577007c4';
const TOKEN = 'bench-token';

/** The CPU of one `provider.send` beside a bare undici call and beside stock axios, all with the same message. */
export async function benchProvider(extent: Extent): Promise<Report> {
  const vendor = fork(new URL('./vendor-server.js', import.meta.url));
  try {
    const port = await ask<number>(vendor, { port: true } satisfies VendorQuestion);
    const figures = await measure(subjects(`http://127.0.0.1:${port}`), PLANS[extent]);
    return report(figures);
  } finally {
    vendor.disconnect();
  }
}

function subjects(baseUrl: string): Subject[] {
  const message = sample();
  const url = `${baseUrl}/partner/app/${APP_ID}/v3/message`;
  const headers = { authorization: TOKEN, 'content-type': 'application/json' };
  const dispatcher = new Agent({ connections: CONCURRENCY, pipelining: 1 });
  const provider = new GupshupProvider(
    parseOptions(GupshupProvider, { appId: APP_ID, token: TOKEN, baseUrl }, 'bench'),
    createHttp({ allowPrivate: true }),
  );
  const bare = async () => {
    const { body } = await request(url, {
      method: 'POST',
      headers,
      body: JSON.stringify(message),
      dispatcher,
    });
    await body.json();
  };
  return [
    { name: 'bare undici call', run: (count) => repeat(count, CONCURRENCY, bare) },
    {
      name: 'provider.send (Gupshup)',
      run: (count) =>
        repeat(count, CONCURRENCY, () => provider.send(message, { attemptRef: 'msg_bench.1' })),
    },
    {
      name: 'stock axios',
      run: (count) => repeat(count, CONCURRENCY, () => axios.post(url, message, { headers })),
    },
  ];
}

function sample(): Message {
  const { message } = validateMessage(examples['video-link']);
  if (!message) throw new Error('The example video-link is not valid.');
  return message;
}

function report(figures: readonly Figure[]): Report {
  const cpu = (i: number) => figures[i]?.cpuMicros ?? Number.NaN;
  return {
    title: 'One send',
    columns: [{ title: 'CPU µs per call' }, { title: 'calls per second' }],
    rows: figures.map(({ name, cpuMicros, perSecond }) => ({
      name,
      values: [cpuMicros, perSecond],
    })),
    ratios: [
      {
        name: 'provider.send / bare undici call, CPU per call',
        value: cpu(1) / cpu(0),
        bound: { at: 'most', is: 2.5 },
      },
      {
        name: 'provider.send / stock axios, CPU per call',
        value: cpu(1) / cpu(2),
        bound: { at: 'most', is: 0.5 },
      },
    ],
  };
}

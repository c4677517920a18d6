import { post } from '../load/target.js';
import { freePort } from '../rig/child.js';
import { findCommand } from '../rig/machine.js';
import type { Workbench } from '../rig/workbench.js';
import { Unavailable, type Contestant, type Running } from './contestant.js';
import { API_KEY, BODY, CONNECTIONS } from './sample.js';

/** A bare Node server that forwards with undici: what moving the bytes costs. */
export const relay: Contestant = {
  name: 'relay',
  start: (bench) => startBaseline(bench, 'relay'),
};

/** What is written by hand: Nest, Express, class-validator and axios; nothing is stored. */
export const passThrough: Contestant = {
  name: 'pass-through',
  start: (bench) => startBaseline(bench, 'pass-through'),
};

/** The usual recipe for a queue: the same with BullMQ on Redis, whose log is synced every second. */
export const bullmq: Contestant = {
  name: 'bullmq',
  async start(bench) {
    const command = findCommand('redis-server');
    if (command === undefined) throw new Unavailable('redis-server is not installed');
    const port = await freePort();
    const redis = bench.rig.spawn(command, {
      name: 'redis',
      role: 'store',
      args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', ...DURABLE],
    });
    await redis.listening(port);
    const running = await startBaseline(bench, 'bullmq', { REDIS_PORT: String(port) });
    return { ...running, store: redis };
  },
};

/** A handler that does one fsynced insert, for the time that a durable answer takes at least. It hands nothing over. */
export const fsyncInsert: Contestant = {
  name: 'one fsynced insert',
  start: (bench) => startBaseline(bench, 'fsync-insert'),
};

const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'everysec'];

async function startBaseline(
  bench: Workbench,
  name: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const port = await freePort();
  const vendorPath = `/${name}`;
  const gateway = bench.rig.fork(new URL(`../baselines/${name}.js`, import.meta.url), {
    name,
    role: 'gateway',
    env: {
      ...env,
      API_KEY,
      PORT: String(port),
      VENDOR_URL: `http://127.0.0.1:${bench.vendorPort}${vendorPath}`,
    },
  });
  await gateway.listening(port);
  const target = {
    port,
    request: post('/messages', BODY, { authorization: `Bearer ${API_KEY}` }),
    messages: 1,
    connections: CONNECTIONS,
  };
  return { target, vendorPath, gateway: [gateway] };
}

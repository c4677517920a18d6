import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { createSandbox, type Sandbox } from 'waypost/sandbox';
import { startPostgres, type TestServer } from '../postgres-server.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { proxyTo, type TcpProxy } from '../tcp-proxy.js';
import { KEY, postOnce, recipient, SENDER, settingsFor, settle } from './crash-run.js';
import { judge } from './judge.js';
import { Poster } from './poster.js';

/** Longer than a lease, and than the gateway waits for any answer. */
const FROZEN_MS = 20_000;
const LOAD_MS = 2_000;

let folder: string;
let sandbox: Sandbox;
let server: TestServer;
let proxy: TcpProxy;
let gateway: GatewayProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waypost-database-'));
  sandbox = await createSandbox({ port: 0 });
  server = await startPostgres();
  proxy = await proxyTo(server.url);
  gateway = new GatewayProcess(await settingsFor(folder, sandbox, proxy.url), {
    directory: folder,
  });
}, 60_000);

afterAll(async () => {
  await gateway.kill();
  await sandbox.close();
  await proxy.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Resolves once /health/ready answers with this status. */
async function readiness(status: number): Promise<void> {
  const url = await gateway.url();
  for (;;) {
    const answer = await fetch(`${url}/health/ready`);
    if (answer.status === status) return;
    await sleep(20);
  }
}

/** Expects that a message is refused, and the caller told when to repeat it. */
async function refusal(): Promise<void> {
  const answer = await postOnce(await gateway.url(), recipient(7, 0));
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('1');
}

/** The processes of the server: its own and those of its connections. */
async function processes(): Promise<{ readonly all: number[]; readonly gateway: number[] }> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query<{ pid: number; name: string | null }>(
    `select split_part(pg_read_file('postmaster.pid'), e'\\n', 1)::int as pid, null as name
     union all select pid, application_name from pg_stat_activity where pid <> pg_backend_pid()`,
  );
  await client.end();
  const ours = rows.filter(({ name }) => name === 'waypost');
  return { all: rows.map(({ pid }) => pid), gateway: ours.map(({ pid }) => pid) };
}

/** What happens to the database, and how the gateway finds it again. */
const FAILURES: readonly (readonly [string, () => Promise<void>])[] = [
  [
    'a network that drops everything',
    async () => {
      proxy.freeze();
      await Promise.all([readiness(503).then(refusal), sleep(FROZEN_MS)]);
      proxy.mend();
    },
  ],
  [
    'connections that are cut',
    async () => {
      proxy.cut();
      await readiness(503);
      proxy.mend();
    },
  ],
  [
    // What was sent to it meanwhile is still done when it goes on.
    'a server that stands still',
    async () => {
      const { all } = await processes();
      for (const pid of all) process.kill(pid, 'SIGSTOP');
      await readiness(503);
      await refusal();
      await sleep(FROZEN_MS / 4);
      for (const pid of all) process.kill(pid, 'SIGCONT');
    },
  ],
  [
    // Which makes the server end all connections and recover from its log.
    'a server process that is killed',
    async () => {
      const [pid] = (await processes()).gateway;
      if (pid === undefined) throw new Error('The gateway has no connection.');
      process.kill(pid, 'SIGKILL');
    },
  ],
];

it.each(FAILURES)(
  'loses nothing and submits nothing twice on a guess through %s',
  async (_name, fail) => {
    const url = await gateway.url();
    await readiness(200);
    const before = sandbox.messages().length;
    const posters = Array.from({ length: 6 }, (_, caller) => {
      const recipients = [0, 1, 2, 3].map((i) => recipient(caller, i));
      return new Poster(recipients, () => url, KEY, SENDER, 10);
    });
    await sleep(LOAD_MS);
    await fail();
    await readiness(200);
    await sleep(LOAD_MS);
    await Promise.all(posters.map((poster) => poster.stop()));
    const callers = posters.map(({ posted }) => posted);
    const told = await settle(url, callers.flat());
    expect(judge(callers, told, sandbox.messages().slice(before))).toEqual([]);
    const accepted = [...told.values()].filter(({ status }) => status === 'accepted');
    expect(accepted.length).toBeGreaterThan(callers.flat().length / 2);
  },
  180_000,
);

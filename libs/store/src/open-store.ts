import { appendFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { makeFolder } from './make-folder.js';
import { PostgresEngine } from './postgres/postgres-engine.js';
import { SqlStore } from './sql/sql-store.js';
import { SqliteEngine } from './sqlite/sqlite-engine.js';
import type { Statement } from './step.js';
import type { Store } from './store.js';

export interface StoreOptions {
  /**
   * The most connections to PostgreSQL, besides the one that listens.
   * @default 8
   */
  readonly connections?: number;
  /** Faults of the disk, for tests: a shared `Int32Array` of ms that a commit takes at least, and 1 for a full disk. SQLite only. */
  readonly faults?: SharedArrayBuffer;
}

const FREE_LEASES: Statement = {
  name: 'free-leases',
  sql: 'update senders set owner = null, lease_until = 0 where owner is not null',
  params: [],
};
const FORGET_REPLICAS: Statement = {
  name: 'forget-replicas',
  sql: 'delete from replicas',
  params: [],
};

/**
 * Opens the store that a URL names and brings its schema up to date: `sqlite:data/waypost.db` (the folder is made, for
 * its owner alone) or `postgres://…`. Throws `StoreLocked` for a SQLite file that another process holds, `StoreTooNew`
 * for a database of a newer version, `StoreUnavailable` for one that cannot be reached.
 */
export async function openStore(url: string, options: StoreOptions = {}): Promise<Store> {
  if (url.startsWith('sqlite:')) return openSqlite(url.slice('sqlite:'.length), options);
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgres(url, options);
  // Never the URL itself: it may hold a password.
  throw new Error('DATABASE_URL must begin with "sqlite:" or "postgres://".');
}

async function openSqlite(path: string, { faults }: StoreOptions): Promise<Store> {
  if (path === '') throw new Error('DATABASE_URL names no file after "sqlite:".');
  const file = resolve(path);
  await makeFolder(dirname(file));
  // SQLite gives its log the rights of the file. A folder that was there before may let others in.
  await appendFile(file, '', { mode: 0o600 }).catch(() => undefined);
  const engine = new SqliteEngine(file, faults);
  await engine.open();
  // The file is ours alone, so whoever held a lease is gone. On a full disk the leases run out by themselves.
  await engine.run([FREE_LEASES, FORGET_REPLICAS]).catch(() => undefined);
  return new SqlStore(engine);
}

async function openPostgres(url: string, { connections = 8 }: StoreOptions): Promise<Store> {
  const engine = new PostgresEngine(url, connections);
  try {
    await engine.open();
  } catch (error) {
    await engine.close();
    throw error;
  }
  return new SqlStore(engine);
}

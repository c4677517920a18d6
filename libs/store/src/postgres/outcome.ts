import { setTimeout as sleep } from 'node:timers/promises';
import { CommitUnknown } from '../errors.js';
import { sortableId } from '../sortable-id.js';
import { one, type Program, type Statement } from '../step.js';

const ASK_FOR_MS = 5_000;
const ASK_EVERY_MS = 100;
const LOCK_TIMEOUT_MS = 1_000;
const DAY_MS = 86_400_000;

/*
 * Whether a transaction was committed whose COMMIT was not answered is told by a row of its own, its mark: whatever it
 * consists of (messages, idempotency keys, starts, changes, evidence, callbacks, events, leases), it is there exactly
 * where the mark is, on whichever server and after whatever failover. The server's number of the transaction tells
 * less: a failover that lost the transaction may give the number to another one.
 */

/** A new mark. Marks sort by time. */
export function newMark(now = Date.now()): string {
  return sortableId('tx', now);
}

/** Leaves a mark in this transaction; the connection's former one has been answered and goes. */
export function markStep(mark: string, former: string | undefined): Statement {
  return {
    name: 'mark',
    sql: `with gone as (delete from commit_marks where id = $2)
      insert into commit_marks (id, happened) values ($1, true)`,
    params: [mark, former ?? null],
  };
}

/** Removes the marks of connections that are gone for a day. */
export function* forgetMarks(): Program<void> {
  const before = newMark(Date.now() - DAY_MS);
  yield [{ name: '', sql: 'delete from commit_marks where id < $1', params: [before] }];
}

/**
 * Finds out, over another connection, whether the transaction with a mark was committed; where it was not, it never
 * will be. `run` runs a program in a transaction. Throws `CommitUnknown` where nobody can be asked in time.
 */
export async function wasCommitted(
  run: (program: Program<boolean>) => Promise<boolean>,
  mark: string,
  reason: string,
): Promise<boolean> {
  const end = performance.now() + ASK_FOR_MS;
  while (performance.now() < end) {
    const answer = await run(ask(mark)).catch(() => undefined);
    if (answer !== undefined) return answer;
    await sleep(ASK_EVERY_MS);
  }
  throw new CommitUnknown(reason);
}

/**
 * Takes the mark's place, for which the server waits until the transaction has ended either way. Only a server that can
 * be written answers, and none that lags behind. Asked again, it finds what it left, which says that nothing happened.
 */
function* ask(mark: string): Program<boolean> {
  yield [{ name: '', sql: `set local lock_timeout = ${LOCK_TIMEOUT_MS}`, params: [] }];
  const [row] = yield* one({
    name: 'ask mark',
    sql: `insert into commit_marks (id, happened) values ($1, false)
      on conflict (id) do update set happened = commit_marks.happened returning happened::int`,
    params: [mark],
  });
  return row?.[0] === 1;
}

import type pg from 'pg';
import { StoreUnavailable } from '../errors.js';
import type { Program, Step, Tuple } from '../step.js';
import { fromDriver, isConnectionLost } from './failures.js';
import { markStep } from './outcome.js';
import { encodeRows, storable } from './storable.js';

/** Counts what is sent. */
export interface Counter {
  statements: number;
}

/** A COMMIT that was sent and not answered. */
export class CommitLost<Result> extends Error {
  override readonly name = 'CommitLost';
  /** What the transaction has done, if it was committed after all. */
  readonly result: Result;

  constructor(result: Result, cause: unknown) {
    super(cause instanceof StoreUnavailable ? cause.reason : String(cause), { cause });
    this.result = result;
  }
}

const plain = (sql: string): Step => ({ name: '', sql, params: [] });

const BEGIN = plain('begin');
const COMMIT = plain('commit');
const ROLLBACK = plain('rollback');

/** The last mark of each connection. */
const marks = new WeakMap<pg.ClientBase, string>();

/**
 * Runs a program in one transaction, with a mark by which it can be told later whether it was committed. Throws
 * `CommitLost` if the connection failed after the COMMIT was sent.
 */
export async function transact<Result>(
  client: pg.ClientBase,
  counter: Counter,
  program: Program<Result>,
  mark?: string,
): Promise<Result> {
  try {
    const marking = mark === undefined ? [] : [markStep(mark, marks.get(client))];
    await executeAll(client, counter, [BEGIN, ...marking]);
    let next = program.next();
    while (!next.done) next = program.next(await executeAll(client, counter, next.value));
    await commit(client, counter, next.value);
    if (mark !== undefined) marks.set(client, mark);
    return next.value;
  } catch (error) {
    // A connection that is lost has rolled back by itself; one that is not must not go back as it is.
    const isLost = error instanceof CommitLost || isConnectionLost(error);
    if (!isLost) await execute(client, counter, ROLLBACK);
    throw error;
  }
}

async function commit(client: pg.ClientBase, counter: Counter, result: unknown): Promise<void> {
  try {
    await execute(client, counter, COMMIT);
  } catch (error) {
    throw isConnectionLost(error) ? new CommitLost(result, error) : error;
  }
}

/** Sends the steps at once and waits for all of them; throws the error of the first that failed. */
async function executeAll(
  client: pg.ClientBase,
  counter: Counter,
  steps: readonly Step[],
): Promise<readonly (readonly Tuple[])[]> {
  const settled = await Promise.allSettled(steps.map((step) => execute(client, counter, step)));
  return settled.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

async function execute(
  client: pg.ClientBase,
  counter: Counter,
  step: Step,
): Promise<readonly Tuple[]> {
  counter.statements += 1;
  const values = 'params' in step ? step.params.map(storable) : [encodeRows(step.rows)];
  try {
    const { rows } = await client.query<Tuple[]>({
      ...(step.name !== '' && { name: step.name }),
      text: step.sql,
      values,
      rowMode: 'array',
    });
    return rows as unknown as Tuple[];
  } catch (error) {
    throw fromDriver(error);
  }
}

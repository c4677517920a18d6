import pg from 'pg';
import type { Op, OpResult } from '../batch/op.js';
import { runBatch } from '../batch/run-batch.js';
import { compilerFor } from '../dialect.js';
import type { Engine, Fields } from '../engine.js';
import { migrationsFor } from '../migrations/migrations.js';
import { probe } from '../probe.js';
import { type BatchQueries, batchQueries } from '../queries/batch-queries.js';
import type { Program, Statement, Tuple } from '../step.js';
import { connectionTo, Sockets, STATEMENT_TIMEOUT_MS } from './connection.js';
import { errorFrom, fromDriver, isCollision, isConnectionLost } from './failures.js';
import { HintListener } from './listener.js';
import { forgetMarks, newMark, wasCommitted } from './outcome.js';
import { createPool } from './pool.js';
import { prepareDatabase } from './prepare-database.js';
import { storable } from './storable.js';
import { CommitLost, transact } from './transaction.js';

/** How often a transaction is tried that collided with another, or that the server forgot. */
const TRIES = 5;

/** The role may have limits of its own. */
const UNHURRIED = `set statement_timeout = 0; set lock_timeout = 0;
  set idle_in_transaction_session_timeout = ${STATEMENT_TIMEOUT_MS}`;

/** PostgreSQL 15 or newer, shared by any number of replicas. Connections that are lost are replaced when needed. */
export class PostgresEngine implements Engine {
  readonly dialect = 'postgres';
  feedBase = 0;
  statements = 0;
  private readonly sockets = new Sockets();
  private readonly pool: pg.Pool;
  private readonly hints: HintListener;
  private queries: BatchQueries | undefined;
  private listener: (sender: string) => void = () => undefined;

  constructor(
    private readonly url: string,
    connections: number,
  ) {
    this.pool = createPool(url, connections, this.sockets);
    this.hints = new HintListener(url, this.sockets, (sender) => this.listener(sender));
  }

  /** Connects and brings the schema up to date. Throws `StoreTooNew`, `StoreUnavailable`. */
  async open(): Promise<void> {
    this.feedBase = await this.prepare();
    await this.transact(forgetMarks);
    this.queries = batchQueries('postgres', this.feedBase);
    await this.hints.open();
  }

  commit(ops: readonly Op[]): Promise<readonly OpResult[]> {
    const { queries } = this;
    if (!queries) throw new Error('The PostgreSQL engine is used before it is open.');
    return this.transact(() => runBatch(queries, ops));
  }

  run(statements: readonly Statement[]): Promise<readonly (readonly Tuple[])[]> {
    return this.transact(() => oneByOne(statements));
  }

  async read(statement: Statement): Promise<readonly Fields[]> {
    return (await this.query<Fields>(statement)).rows;
  }

  async tuples(statement: Statement): Promise<readonly Tuple[]> {
    return (await this.query(statement, { rowMode: 'array' })).rows as unknown as Tuple[];
  }

  private async query<Row extends pg.QueryResultRow>(
    { name, sql, params }: Statement,
    options: { readonly rowMode?: 'array' } = {},
  ): Promise<pg.QueryResult<Row>> {
    this.statements += 1;
    try {
      const named = name !== '' && { name };
      return await this.pool.query<Row>({
        ...named,
        ...options,
        text: sql,
        values: params.map(storable),
      });
    } catch (error) {
      throw errorFrom(fromDriver(error));
    }
  }

  async probe(): Promise<void> {
    await probe(this, compilerFor('postgres'));
  }

  async notify(senders: readonly string[]): Promise<void> {
    this.statements += 1;
    const { name, sql } = this.hints.notify;
    const values = [this.hints.origin, JSON.stringify(senders)];
    await this.pool.query({ name, text: sql, values });
  }

  onNotified(listener: (sender: string) => void): void {
    this.listener = listener;
  }

  async close(): Promise<void> {
    this.hints.close();
    await this.pool.end();
    this.sockets.destroy();
  }

  /** There are no marks before the schema is up to date; but bringing it up to date again does nothing. */
  private async prepare(): Promise<number> {
    for (let left = TRIES - 1; ; left -= 1) {
      try {
        return await this.prepareOnce();
      } catch (error) {
        const isLost = error instanceof CommitLost;
        if (left === 0 || !(isLost || isCollision(error)))
          throw errorFrom(isLost ? error.cause : error);
      }
    }
  }

  /**
   * Without limits of time: a large database takes long to change, and so does waiting for the replica that does it.
   * But that one must be at it: where nothing comes of it, the server lets the next one begin.
   */
  private async prepareOnce(): Promise<number> {
    const client = new pg.Client({ ...connectionTo(this.url, this.sockets), query_timeout: 0 });
    client.on('error', () => undefined);
    try {
      await client.connect().catch((error: unknown) => {
        throw fromDriver(error);
      });
      await client.query(UNHURRIED).catch((error: unknown) => {
        throw fromDriver(error);
      });
      return await transact(client, this, prepareDatabase(migrationsFor('postgres')));
    } finally {
      client.end().catch(() => undefined);
    }
  }

  private async transact<Result>(program: () => Program<Result>): Promise<Result> {
    const ask = (question: Program<boolean>) => this.attempt(question);
    for (let left = TRIES - 1; ; left -= 1) {
      const mark = newMark();
      try {
        return await this.attempt(program(), mark);
      } catch (error) {
        if (error instanceof CommitLost) {
          const { result, message } = error as CommitLost<Result>;
          if (await wasCommitted(ask, mark, message)) return result;
        } else if (!isCollision(error) || left === 0) throw errorFrom(error);
        if (left === 0) throw errorFrom((error as Error).cause);
      }
    }
  }

  private async connect(): Promise<pg.PoolClient> {
    try {
      return await this.pool.connect();
    } catch (error) {
      throw fromDriver(error);
    }
  }

  private async attempt<Result>(program: Program<Result>, mark?: string): Promise<Result> {
    const client = await this.connect();
    let loss: unknown;
    try {
      return await transact(client, this, program, mark);
    } catch (error) {
      const cause = error instanceof CommitLost ? error.cause : error;
      if (isConnectionLost(cause)) loss = cause;
      throw error;
    } finally {
      client.release(loss as Error | undefined);
    }
  }
}

function* oneByOne(statements: readonly Statement[]): Program<(readonly Tuple[])[]> {
  const results: (readonly Tuple[])[] = [];
  for (const statement of statements) results.push(...(yield [statement]));
  return results;
}

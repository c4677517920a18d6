import type { Op, OpResult } from './batch/op.js';
import type { Dialect } from './dialect.js';
import type { Statement, Tuple } from './step.js';

/** A row of a read: values by the names that the query gave them. */
export type Fields = Readonly<Record<string, string | number | null>>;

/**
 * A database that runs compiled statements. Its methods throw `StoreUnavailable` where the database is at fault,
 * `CommitUnknown` where nobody can tell whether it committed, and the database's own error where a statement is.
 */
export interface Engine {
  readonly dialect: Dialect;
  /** What the `xact` of events counts from; see `feedBase` of the PostgreSQL engine. */
  readonly feedBase: number;
  /** Statements sent so far. */
  readonly statements: number;
  /** Runs the operations in one transaction; resolves once it is durable. */
  commit(ops: readonly Op[]): Promise<readonly OpResult[]>;
  /** Runs statements in one transaction; gives what each returned. */
  run(statements: readonly Statement[]): Promise<readonly (readonly Tuple[])[]>;
  read(statement: Statement): Promise<readonly Fields[]>;
  /** `read` without the names, which cost more than the values where many rows are read. */
  tuples(statement: Statement): Promise<readonly Tuple[]>;
  /** Resolves if the database can be written, with as much as a large commit holds. */
  probe(): Promise<void>;
  /** Tells other processes on the same database that these senders have something to do. */
  notify(senders: readonly string[]): Promise<void>;
  /** Sets who hears of the hints of other processes. */
  onNotified(listener: (sender: string) => void): void;
  close(): Promise<void>;
}

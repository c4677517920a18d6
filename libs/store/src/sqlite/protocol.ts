import type { Op } from '../batch/op.js';
import type { Migration } from '../migrations/migrations.js';
import type { BatchQueries } from '../queries/batch-queries.js';
import type { Statement, Tuple } from '../step.js';

/** What the thread of the SQLite connection is started with. */
export interface WorkerSettings {
  readonly file: string;
  readonly migrations: readonly Migration[];
  readonly queries: BatchQueries;
  /** A shared `Int32Array` of `FAULTS`, for tests. */
  readonly faults?: SharedArrayBuffer;
}

/**
 * Where the faults stand that a test asks for: a commit that takes so many ms at least; a disk that is full (1); a disk
 * with room for so many more pages (counted from 1, so that 0 is no limit).
 */
export const FAULTS = { commitMs: 0, diskFull: 1, pagesLeft: 2 } as const;

/** Crosses the threads as a `Crossing`. */
export type Request =
  | { readonly id: number; readonly kind: 'commit'; readonly ops: readonly Op[] }
  | { readonly id: number; readonly kind: 'run'; readonly statements: readonly Statement[] }
  | { readonly id: number; readonly kind: 'read'; readonly statement: Statement }
  | { readonly id: number; readonly kind: 'close' };

/** Without its number, which the caller adds. */
export type Ask = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never;

/** Crosses the threads as JSON. */
export interface Reply {
  /** The request's number; 0 says that the database is open, or why it is not. */
  readonly id: number;
  readonly value?: unknown;
  readonly error?: Failure;
  /** Statements run so far. */
  readonly statements: number;
}

/** What a read gives: the names once, for in each row they would be more than half of the text. */
export interface Table {
  readonly names: readonly string[];
  readonly rows: readonly Tuple[];
}

/** An error in plain values. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  /** SQLite's code, such as `SQLITE_FULL`. */
  readonly code?: string;
}

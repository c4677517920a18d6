/** What both engines take and give. */
export type Value = string | number | null;

/** The values of one row in the order of its query's columns. */
export type Row = readonly Value[];

/** A row that a query returned: by column, in the order of the query. */
export type Tuple = readonly Value[];

/** One statement with its parameters. */
export interface Statement {
  readonly name: string;
  readonly sql: string;
  readonly params: readonly Value[];
}

/** A query that takes a set of rows: one execution for each on SQLite, one for all of them on PostgreSQL. */
export interface RowsQuery {
  readonly name: string;
  readonly sql: string;
  /**
   * On SQLite, what a statement that returns nothing gives all the same, without the temporary table that RETURNING
   * fills there: the first value of each row, and the position at which the row was stored.
   */
  readonly gives?: 'position';
}

export interface RowsStatement extends RowsQuery {
  readonly rows: readonly Row[];
}

export type Step = Statement | RowsStatement;

/**
 * A transaction, written once for both engines: it yields steps that do not depend on each other and is given what
 * each returned. SQLite runs it in its thread, PostgreSQL over a connection.
 */
export type Program<Result> = Generator<readonly Step[], Result, readonly (readonly Tuple[])[]>;

/** Runs one step within a program. */
export function* one(step: Step): Program<readonly Tuple[]> {
  const [tuples] = yield [step];
  return tuples ?? [];
}

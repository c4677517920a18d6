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
   * Of each row that an INSERT adds on SQLite, the position at which it was stored, and its values: in place of RETURNING,
   * which opens a temporary table there for every row.
   */
  readonly gives?: 'position';
  /** The same INSERT for `BULK` rows on SQLite, where it costs half. It fails where one of them would be left out. */
  readonly bulk?: string;
  /** The same for `ALIKE` rows that differ in some columns only, which binds less and costs less. */
  readonly alike?: Alike;
  /** Where rows that are alike elsewhere share one execution on SQLite. */
  readonly shared?: Shared;
}

/** The statement takes what the rows have at the places `same` once, and then of each row what it has at `differ`. */
export interface Alike {
  readonly sql: string;
  readonly same: readonly number[];
  readonly differ: readonly number[];
}

/**
 * Places in a row. The statement takes the JSON array of what the rows have at `by`; where `value` is another one, the
 * JSON object of what they have there, under what they have at `by`, and nothing at `value`.
 */
export interface Shared {
  readonly by: number;
  readonly value?: number;
}

/** More rows in a statement make them hardly cheaper, and leave more of them that do not fill one. */
export const BULK = 8;
/** Here more rows do make them cheaper; but of rows from many senders not many in a row are alike. */
export const ALIKE = 16;

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

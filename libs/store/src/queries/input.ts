import { type AliasedRawBuilder, type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import { BULK, type RowsQuery } from '../step.js';

/** The columns of the rows that a query takes, in order. */
export type Columns = Readonly<Record<string, 'text' | 'bigint'>>;

type RowOf<C extends Columns> = {
  -readonly [Name in keyof C]: C[Name] extends 'text' ? string : number;
};

/** `ord` is the place of a row among those given. */
export type Input<C extends Columns> = RowOf<C> & { ord: number };

/**
 * The rows that a write takes, as a table that the query may select from: on SQLite one row of bound values, and the
 * statement runs once for each row, which is the cheapest there; on PostgreSQL all rows in one JSON parameter, so that
 * the number of statements does not grow with the rows.
 */
export function inputOf<C extends Columns>(
  dialect: Dialect,
  columns: C,
): AliasedRawBuilder<Input<C>, 'input'> {
  const entries = Object.entries(columns);
  if (dialect === 'sqlite') {
    const values = entries.map(([name]) => sql`${null} as ${sql.id(name)}`);
    return sql<Input<C>>`(select ${sql.join(values)}, 0 as ${sql.id('ord')})`.as('input');
  }
  const values = entries.map(
    ([name, type], at) => sql`(r.v ->> ${sql.lit(at)})::${sql.raw(type)} as ${sql.id(name)}`,
  );
  return sql<
    Input<C>
  >`(select ${sql.join(values)}, r.ord from jsonb_array_elements(${null}::jsonb) with ordinality as r(v, ord))`.as(
    'input',
  );
}

/**
 * The rows that an INSERT takes, and constants for columns after theirs. On SQLite as bare values: from a table as
 * above, a row would cost half as much again; on PostgreSQL in the order given. `count` is how many rows one statement
 * takes on SQLite.
 */
export function rowsOf<C extends Columns>(
  dialect: Dialect,
  columns: C,
  constants: readonly RawBuilder<unknown>[] = [],
  count = 1,
): RawBuilder<never> {
  const names = Object.keys(columns);
  if (dialect === 'sqlite') {
    const row = sql`(${sql.join([...names.map(() => sql`${null}`), ...constants])})`;
    return sql`values ${sql.join(Array.from({ length: count }, () => row))}`;
  }
  const selected = sql.join([...names.map((name) => sql.id(name)), ...constants]);
  return sql`select ${selected} from ${inputOf(dialect, columns)} order by ord`;
}

/** An INSERT of rows from the statement for a number of them: one, and on SQLite `BULK` as well. */
export function insertOf(
  name: string,
  dialect: Dialect,
  statement: (count: number) => { compile(): { readonly sql: string } },
  gives?: 'position',
): RowsQuery {
  return {
    name,
    sql: statement(1).compile().sql,
    ...(gives && { gives }),
    ...(dialect === 'sqlite' && { bulk: statement(BULK).compile().sql }),
  };
}

/**
 * The values of an UPDATE by the names of its input's columns. On SQLite they are bound where they stand, without a
 * table to join; so each occurs once there, in the order of the columns.
 */
export function valuesOf<C extends Columns>(
  dialect: Dialect,
  _columns: C,
): <Name extends keyof C & string>(name: Name) => RawBuilder<RowOf<C>[Name]> {
  return (name) => (dialect === 'sqlite' ? sql`${null}` : sql.ref(`input.${name}`));
}

/** The names of an input's columns, to be selected from it. */
export function columnsOf<C extends Columns>(columns: C): (keyof C & string)[] {
  return Object.keys(columns);
}

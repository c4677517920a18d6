import { type AliasedRawBuilder, sql } from 'kysely';
import type { Dialect } from '../dialect.js';

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

/** The names of an input's columns, to be selected from it. */
export function columnsOf<C extends Columns>(columns: C): (keyof C & string)[] {
  return Object.keys(columns);
}

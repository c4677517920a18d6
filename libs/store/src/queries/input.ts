import { type AliasedRawBuilder, type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import { ALIKE, BULK, type RowsQuery } from '../step.js';

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

/** The rows of `Alike`, as a SELECT: what is the same in all of them stands in a table of one row. */
function alikeRowsOf<C extends Columns>(
  columns: C,
  alike: readonly (keyof C)[],
  constants: readonly RawBuilder<unknown>[],
): RawBuilder<never> {
  const names = columnsOf(columns);
  const differ = names.filter((name) => !alike.includes(name));
  const same = names.filter((name) => alike.includes(name));
  const row = sql`(${sql.join(differ.map(() => sql`${null}`))})`;
  const selected = names.map((name) =>
    // So SQLite calls the columns of VALUES.
    sql.ref(alike.includes(name) ? `same.${name}` : `rows.column${differ.indexOf(name) + 1}`),
  );
  return sql`select ${sql.join([...selected, ...constants])}
    from (select ${sql.join(same.map((name) => sql`${null} as ${sql.id(name)}`))}) as same
    cross join (values ${sql.join(Array.from({ length: ALIKE }, () => row))}) as rows`;
}

interface Inserted<C extends Columns> {
  readonly columns: C;
  /** Those in which neighbouring rows are mostly alike. */
  readonly alike: readonly (keyof C & string)[];
  /** For columns after these. */
  readonly constants?: readonly RawBuilder<unknown>[];
  readonly gives?: 'position';
}

/** An INSERT of rows from the statement for some of them: one, and on SQLite `BULK` and `ALIKE` as well. */
export function insertOf<C extends Columns>(
  name: string,
  dialect: Dialect,
  { columns, alike, constants = [], gives }: Inserted<C>,
  statement: (rows: RawBuilder<never>, isBulk: boolean) => { compile(): { readonly sql: string } },
): RowsQuery {
  const compiled = (rows: RawBuilder<never>, isBulk = true) =>
    statement(rows, isBulk).compile().sql;
  const query = {
    name,
    sql: compiled(rowsOf(dialect, columns, constants), false),
    ...(gives && { gives }),
  };
  if (dialect === 'postgres') return query;
  const places = columnsOf(columns).map((name, place) => ({ place, isSame: alike.includes(name) }));
  return {
    ...query,
    bulk: compiled(rowsOf(dialect, columns, constants, BULK)),
    alike: {
      sql: compiled(alikeRowsOf(columns, alike, constants)),
      same: places.flatMap(({ place, isSame }) => (isSame ? [place] : [])),
      differ: places.flatMap(({ place, isSame }) => (isSame ? [] : [place])),
    },
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

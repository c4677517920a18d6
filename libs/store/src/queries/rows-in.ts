import { type AliasedRawBuilder, type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { Columns, Input } from './input.js';

/**
 * The rows of a JSON array of arrays as a table that a query may select from: one parameter and one execution on both
 * engines, for writes that are not part of a group commit.
 */
export function rowsIn<C extends Columns>(
  dialect: Dialect,
  json: RawBuilder<string>,
  columns: C,
): AliasedRawBuilder<Input<C>, 'input'> {
  const entries = Object.entries(columns);
  if (dialect === 'sqlite') {
    const values = entries.map(
      ([name], at) => sql`json_extract(value, ${sql.lit(`$[${at}]`)}) as ${sql.id(name)}`,
    );
    return sql<Input<C>>`(select ${sql.join(values)}, key as ord from json_each(${json}))`.as(
      'input',
    );
  }
  const values = entries.map(
    ([name, type], at) => sql`(r.v ->> ${sql.lit(at)})::${sql.raw(type)} as ${sql.id(name)}`,
  );
  return sql<
    Input<C>
  >`(select ${sql.join(values)}, r.ord from jsonb_array_elements(${json}::jsonb) with ordinality as r(v, ord))`.as(
    'input',
  );
}

import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../dialect.js';

/** The database's clock at the beginning of the statement, in epoch milliseconds: one value that an index can be asked for. */
export function statementTime(dialect: Dialect): RawBuilder<number> {
  return dialect === 'sqlite'
    ? sql<number>`cast(unixepoch('subsec') * 1000 as integer)`
    : sql<number>`(extract(epoch from statement_timestamp()) * 1000)::bigint`;
}

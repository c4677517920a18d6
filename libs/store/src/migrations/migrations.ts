import { compilerFor, type Dialect } from '../dialect.js';
import { firstIndexes } from './first-indexes.js';
import { firstTables } from './first.js';

/** The statements of one migration. */
export type Migration = readonly string[];

/**
 * All migrations in order; the schema's version is how many of them have run. A released one is never changed: what is
 * wrong in it is corrected by the next.
 */
export function migrationsFor(dialect: Dialect): readonly Migration[] {
  const db = compilerFor(dialect);
  return [[...firstTables(db, dialect), ...firstIndexes(db, dialect)].map((q) => q.compile().sql)];
}

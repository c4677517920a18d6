import type { Compiler, Dialect } from '../dialect.js';
import { type Compiles, keyed, required } from './tables.js';

/** By which PostgreSQL tells whether a transaction was committed; see `postgres/outcome.ts`. */
export function commitMarks(db: Compiler, dialect: Dialect): Compiles[] {
  if (dialect === 'sqlite') return [];
  return [
    keyed(db, dialect, 'commit_marks')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('happened', 'boolean', required),
  ];
}

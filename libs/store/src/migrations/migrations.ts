import { type Compiler, compilerFor, type Dialect } from '../dialect.js';
import { callbackTables } from './callbacks.js';
import { commitMarks } from './commit-marks.js';
import { formerSecrets } from './former-secrets.js';
import { firstIndexes } from './first-indexes.js';
import { firstTables } from './first.js';
import { inboundTable } from './inbound.js';
import type { Compiles } from './tables.js';
import { webhookTables } from './webhooks.js';

/** The statements of one migration. */
export type Migration = readonly string[];

/** The first migration, by area. */
const FIRST: readonly ((db: Compiler, dialect: Dialect) => readonly Compiles[])[] = [
  firstTables,
  firstIndexes,
  inboundTable,
  webhookTables,
  callbackTables,
];

/**
 * All migrations in order; the schema's version is how many of them have run. A released one is never changed: what is
 * wrong in it is corrected by the next.
 */
export function migrationsFor(dialect: Dialect): readonly Migration[] {
  const db = compilerFor(dialect);
  const first = FIRST.flatMap((statements) => statements(db, dialect));
  const all = [first, formerSecrets(db), commitMarks(db, dialect)];
  return all.map((each) => each.map((one) => one.compile().sql));
}

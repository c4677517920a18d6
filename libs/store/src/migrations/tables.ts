import { type ColumnDefinitionBuilder, type CreateTableBuilder, sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';

/** What a migration is made of. */
export interface Compiles {
  compile(): { readonly sql: string };
}

export type Table = CreateTableBuilder<string>;

export const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
  column.notNull();

export function table(db: Compiler, dialect: Dialect, name: string): Table {
  const builder = db.schema.createTable(name);
  return dialect === 'sqlite' ? builder.modifyEnd(sql`strict`) : builder;
}

/** Tables that are only ever found by their primary key need no second tree on SQLite. */
export function keyed(db: Compiler, dialect: Dialect, name: string): Table {
  const builder = db.schema.createTable(name);
  return dialect === 'sqlite' ? builder.modifyEnd(sql`strict, without rowid`) : builder;
}

/** A number that grows with every row and is never used again. */
export function withPosition(builder: Table, dialect: Dialect): Table {
  return dialect === 'sqlite'
    ? builder.addColumn('position', 'integer', (c) => c.primaryKey().autoIncrement())
    : builder.addColumn('position', 'bigint', (c) => c.generatedAlwaysAsIdentity().primaryKey());
}

/** SQLite's strict tables know `integer` only, which holds 64 bits there. */
export const int = (dialect: Dialect): 'integer' | 'bigint' =>
  dialect === 'sqlite' ? 'integer' : 'bigint';

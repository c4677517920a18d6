import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { RowsQuery } from '../step.js';
import { columnsOf, inputOf } from './input.js';
import { ALWAYS } from './message-writes.js';

/** What is left out starts as null. */
const CALLBACK = {
  sender: 'text',
  provider: 'text',
  received_at: 'bigint',
  outcome: 'text',
  method: 'text',
  headers: 'text',
  query: 'text',
  is_base64: 'bigint',
  body: 'text',
} as const;

const END = {
  position: 'bigint',
  outcome: 'text',
  shape: 'text',
  summary: 'text',
  settled_at: 'bigint',
} as const;

const ITEM = { sender: 'text', item_id: 'text', at: 'bigint' } as const;

export interface CallbackQueries {
  /** → position */
  readonly keepCallback: RowsQuery;
  readonly endCallback: RowsQuery;
  /** → sender, item id of those that are new */
  readonly claimItem: RowsQuery;
}

export function callbackWrites(db: Compiler, dialect: Dialect): CallbackQueries {
  return {
    keepCallback: { name: 'keep-callback', sql: keep(db, dialect) },
    endCallback: { name: 'end-callback', sql: end(db, dialect) },
    claimItem: { name: 'claim-item', sql: claim(db, dialect) },
  };
}

function keep(db: Compiler, dialect: Dialect): string {
  const columns = columnsOf(CALLBACK);
  return db
    .insertInto('callbacks')
    .columns(columns)
    .expression((eb) =>
      eb.selectFrom(inputOf(dialect, CALLBACK)).select(columns).where(ALWAYS).orderBy('input.ord'),
    )
    .returning('position')
    .compile().sql;
}

function end(db: Compiler, dialect: Dialect): string {
  return (
    db
      .updateTable('callbacks')
      .from(inputOf(dialect, END))
      .set({
        outcome: sql`input.outcome`,
        shape: sql`input.shape`,
        summary: sql`input.summary`,
        settled_at: sql`input.settled_at`,
      })
      .whereRef('callbacks.position', '=', 'input.position')
      // Said so that no index of what is pending fits: that may be long, and each row is found by its position.
      .where(sql<boolean>`callbacks.outcome not in ('applied', 'unknown', 'failed')`)
      .compile().sql
  );
}

function claim(db: Compiler, dialect: Dialect): string {
  const columns = columnsOf(ITEM);
  return db
    .insertInto('callback_items')
    .columns(columns)
    .expression((eb) =>
      eb.selectFrom(inputOf(dialect, ITEM)).select(columns).where(ALWAYS).orderBy('input.ord'),
    )
    .onConflict((conflict) => conflict.columns(['sender', 'item_id']).doNothing())
    .returning(['sender', 'item_id'])
    .compile().sql;
}

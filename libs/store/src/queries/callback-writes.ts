import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { RowsQuery } from '../step.js';
import { columnsOf, inputOf, insertOf, rowsOf, valuesOf } from './input.js';

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

const ALIKE_IN_CALLBACKS = [
  'sender',
  'provider',
  'outcome',
  'method',
  'headers',
  'query',
  'is_base64',
] as const;

/** In the order in which the query uses them: how all callbacks between two positions ended. */
const END = {
  outcome: 'text',
  shape: 'text',
  summary: 'text',
  settled_at: 'bigint',
  first: 'bigint',
  last: 'bigint',
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
    keepCallback: keep(db, dialect),
    endCallback: { name: 'end-callback', sql: end(db, dialect) },
    claimItem: { name: 'claim-item', sql: claim(db, dialect) },
  };
}

function keep(db: Compiler, dialect: Dialect): RowsQuery {
  const inserted = { columns: CALLBACK, alike: ALIKE_IN_CALLBACKS, gives: 'position' } as const;
  return insertOf('keep-callback', dialect, inserted, (rows) => {
    const query = db.insertInto('callbacks').columns(columnsOf(CALLBACK)).expression(rows);
    return dialect === 'sqlite' ? query : query.returning('position');
  });
}

function end(db: Compiler, dialect: Dialect): string {
  const given = valuesOf(dialect, END);
  return (
    db
      .updateTable('callbacks')
      .$if(dialect === 'postgres', (query) => query.from(inputOf(dialect, END)))
      .set({
        outcome: sql`${given('outcome')}`,
        shape: given('shape'),
        summary: given('summary'),
        settled_at: given('settled_at'),
      })
      .where('callbacks.position', '>=', given('first'))
      .where('callbacks.position', '<=', given('last'))
      // Said so that no index of what is pending fits: that may be long, and each row is found by its position.
      .where(sql<boolean>`callbacks.outcome not in ('applied', 'unknown', 'failed')`)
      .compile().sql
  );
}

function claim(db: Compiler, dialect: Dialect): string {
  return db
    .insertInto('callback_items')
    .columns(columnsOf(ITEM))
    .expression(rowsOf(dialect, ITEM))
    .onConflict((conflict) => conflict.columns(['sender', 'item_id']).doNothing())
    .returning(['sender', 'item_id'])
    .compile().sql;
}

import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { RowsQuery } from '../step.js';
import { columnsOf, inputOf } from './input.js';

/** Everything of a new row; what is left out starts as null. */
export const MESSAGE = {
  id: 'text',
  sender: 'text',
  recipient: 'text',
  type: 'text',
  template: 'text',
  category: 'text',
  priority: 'bigint',
  ordered: 'bigint',
  status: 'text',
  due_at: 'bigint',
  attempts: 'bigint',
  epoch: 'bigint',
  body: 'text',
  labels: 'text',
  reference: 'text',
  principal: 'text',
  on_unknown: 'text',
  grace_ms: 'bigint',
  created_at: 'bigint',
  expires_at: 'bigint',
  give_up_at: 'bigint',
  sequence: 'bigint',
} as const;

export const START = { position: 'bigint', n: 'bigint', epoch: 'bigint' } as const;

/** `from_statuses` is `,queued,unknown,`: one text that both engines can search without knowing its length. */
export const CHANGE = {
  position: 'bigint',
  from_statuses: 'text',
  attempts: 'bigint',
  epoch: 'bigint',
  status: 'text',
  due_at: 'bigint',
  error: 'text',
  provider_message_id: 'text',
  settled_at: 'bigint',
  events: 'bigint',
} as const;

const NAMED = { sender: 'text' } as const;
const PLACED = { position: 'bigint' } as const;

export interface MessageWriteQueries {
  /** → sender, epoch of the leases that hold; on PostgreSQL they cannot change hands before the COMMIT. */
  readonly leases: RowsQuery;
  /** → id, position */
  readonly insert: RowsQuery;
  /** → position */
  readonly start: RowsQuery;
  /** → position, sequence */
  readonly change: RowsQuery;
  /** → position, status */
  readonly statuses: RowsQuery;
}

/** The database's clock, in epoch milliseconds. */
export const nowIn = (dialect: Dialect) =>
  dialect === 'sqlite'
    ? sql<number>`cast(unixepoch('subsec') * 1000 as integer)`
    : sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;

// An INSERT from a SELECT needs a WHERE, or SQLite takes ON CONFLICT for a join.
export const ALWAYS = sql<boolean>`1 = 1`;

export function messageWrites(db: Compiler, dialect: Dialect): MessageWriteQueries {
  return {
    leases: { name: 'leases', sql: leases(db, dialect) },
    insert: { name: 'insert', sql: insert(db, dialect) },
    start: { name: 'start', sql: start(db, dialect) },
    change: { name: 'change', sql: change(db, dialect) },
    statuses: { name: 'statuses', sql: statuses(db, dialect) },
  };
}

function leases(db: Compiler, dialect: Dialect): string {
  const query = db
    .selectFrom('senders')
    .innerJoin(inputOf(dialect, NAMED), 'input.sender', 'senders.id')
    .where('senders.lease_until', '>', nowIn(dialect))
    .select(['senders.id', 'senders.epoch'])
    .orderBy('senders.id');
  return (dialect === 'sqlite' ? query : query.forShare('senders')).compile().sql;
}

function insert(db: Compiler, dialect: Dialect): string {
  const columns = columnsOf(MESSAGE);
  return db
    .insertInto('messages')
    .columns(columns)
    .expression((eb) =>
      eb
        .selectFrom(inputOf(dialect, MESSAGE))
        .select(columns)
        .where(ALWAYS)
        // The position follows the order in which the messages were posted.
        .orderBy('input.ord'),
    )
    .returning(['id', 'position'])
    .compile().sql;
}

function start(db: Compiler, dialect: Dialect): string {
  return db
    .updateTable('messages')
    .from(inputOf(dialect, START))
    .set((eb) => ({
      status: sql.lit('sending'),
      attempts: eb.ref('input.n'),
      epoch: eb.ref('input.epoch'),
      due_at: sql.lit(0),
    }))
    .whereRef('messages.position', '=', 'input.position')
    .where(sql<boolean>`messages.status = 'queued' and messages.attempts = input.n - 1`)
    .returning('messages.position')
    .compile().sql;
}

function change(db: Compiler, dialect: Dialect): string {
  return db
    .updateTable('messages')
    .from(inputOf(dialect, CHANGE))
    .set({
      status: sql`input.status`,
      due_at: sql`input.due_at`,
      error: sql`input.error`,
      provider_message_id: sql`coalesce(input.provider_message_id, messages.provider_message_id)`,
      settled_at: sql`input.settled_at`,
      sequence: sql`messages.sequence + input.events`,
    })
    .whereRef('messages.position', '=', 'input.position')
    .where(sql<boolean>`input.from_statuses like '%,' || messages.status || ',%'`)
    .where(sql<boolean>`(input.attempts is null or messages.attempts = input.attempts)`)
    .where(sql<boolean>`(input.epoch is null or messages.epoch = input.epoch)`)
    .returning(['messages.position', 'messages.sequence'])
    .compile().sql;
}

function statuses(db: Compiler, dialect: Dialect): string {
  return db
    .selectFrom('messages')
    .innerJoin(inputOf(dialect, PLACED), 'input.position', 'messages.position')
    .select(['messages.position', 'messages.status'])
    .compile().sql;
}

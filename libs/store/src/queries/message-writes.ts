import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { RowsQuery } from '../step.js';
import { columnsOf, inputOf, insertOf, valuesOf } from './input.js';
import { numbersIn } from './select-rows.js';

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

/** In the messages of a campaign, and in those of one sender in general. */
const ALIKE_IN_MESSAGES = [
  'sender',
  'type',
  'template',
  'category',
  'priority',
  'ordered',
  'status',
  'due_at',
  'attempts',
  'epoch',
  'principal',
  'on_unknown',
  'grace_ms',
  'expires_at',
  'sequence',
] as const;

/** In the order in which the query uses them. */
export const START = { epoch: 'bigint', position: 'bigint', n: 'bigint' } as const;

/**
 * In the order in which the query uses them, but for `provider_message_id`, which it takes with the position on SQLite.
 * `from_statuses` is `,queued,unknown,`: one text that both engines can
 * search without knowing its length.
 */
export const CHANGE = {
  status: 'text',
  due_at: 'bigint',
  error: 'text',
  provider_message_id: 'text',
  settled_at: 'bigint',
  events: 'bigint',
  position: 'bigint',
  from_statuses: 'text',
  attempts: 'bigint',
  epoch: 'bigint',
} as const;

const NAMED = { sender: 'text' } as const;
const PLACED = { position: 'bigint' } as const;

export interface MessageWriteQueries {
  /** → sender, epoch of the leases that hold; on PostgreSQL they cannot change hands before the COMMIT. */
  readonly leases: RowsQuery;
  /** → position, id */
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
    insert: insert(db, dialect),
    start: start(db, dialect),
    change: change(db, dialect),
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

function insert(db: Compiler, dialect: Dialect): RowsQuery {
  const inserted = { columns: MESSAGE, alike: ALIKE_IN_MESSAGES, gives: 'position' } as const;
  return insertOf('insert', dialect, inserted, (rows) => {
    const query = db.insertInto('messages').columns(columnsOf(MESSAGE)).expression(rows);
    return dialect === 'sqlite' ? query : query.returning(['position', 'id']);
  });
}

function start(db: Compiler, dialect: Dialect): RowsQuery {
  const given = valuesOf(dialect, START);
  const query = db
    .updateTable('messages')
    .$if(dialect === 'postgres', (query) => query.from(inputOf(dialect, START)))
    .set({
      status: sql.lit('sending'),
      attempts: sql`messages.attempts + 1`,
      epoch: given('epoch'),
      due_at: sql.lit(0),
    })
    .$if(dialect === 'postgres', (query) =>
      query.where('messages.position', '=', given('position')),
    )
    .$if(dialect === 'sqlite', (query) =>
      query.where('messages.position', 'in', numbersIn(dialect, sql<string>`${null}`)),
    )
    .where(sql<boolean>`messages.status = 'queued' and messages.attempts = ${given('n')} - 1`)
    .returning('messages.position');
  return {
    name: 'start',
    sql: query.compile().sql,
    ...(dialect === 'sqlite' && { shared: { by: columnsOf(START).indexOf('position') } }),
  };
}

function change(db: Compiler, dialect: Dialect): RowsQuery {
  const given = valuesOf(dialect, CHANGE);
  const { input, position, id } = changed(dialect);
  const query = db
    .updateTable('messages')
    .from(input)
    .set({
      status: sql`${given('status')}`,
      due_at: given('due_at'),
      error: given('error'),
      provider_message_id: sql`coalesce(${id}, messages.provider_message_id)`,
      settled_at: given('settled_at'),
      sequence: sql`messages.sequence + ${given('events')}`,
    })
    .where('messages.position', '=', position)
    .where(sql<boolean>`${given('from_statuses')} like '%,' || messages.status || ',%'`)
    .where(sql<boolean>`coalesce(messages.attempts = ${given('attempts')}, true)`)
    .where(sql<boolean>`coalesce(messages.epoch = ${given('epoch')}, true)`)
    .returning(['messages.position', 'messages.sequence']);
  const shared = {
    by: columnsOf(CHANGE).indexOf('position'),
    value: columnsOf(CHANGE).indexOf('provider_message_id'),
  };
  return { name: 'change', sql: query.compile().sql, ...(dialect === 'sqlite' && { shared }) };
}

/** What changes mostly differ in: the message, and the id that the vendor gave it. */
function changed(dialect: Dialect) {
  if (dialect === 'postgres') {
    const given = valuesOf(dialect, CHANGE);
    const [position, id] = [given('position'), given('provider_message_id')];
    return { input: inputOf(dialect, CHANGE), position, id };
  }
  return {
    input: sql`json_each(${null})`.as<'input'>('input'),
    position: sql<number>`cast(input.key as integer)`,
    id: sql<string | null>`input.value`,
  };
}

function statuses(db: Compiler, dialect: Dialect): string {
  return db
    .selectFrom('messages')
    .innerJoin(inputOf(dialect, PLACED), 'input.position', 'messages.position')
    .select(['messages.position', 'messages.status'])
    .compile().sql;
}

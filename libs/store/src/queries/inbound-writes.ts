import { type RawBuilder, sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { RowsQuery } from '../step.js';
import { columnsOf, inputOf } from './input.js';
import { ALWAYS } from './message-writes.js';

/** What a row brings with it; the rest is found or starts empty. */
const KEPT = {
  id: 'text',
  sender: 'text',
  provider: 'text',
  item_id: 'text',
  user_phone: 'text',
  user_id: 'text',
  user_name: 'text',
  type: 'text',
  content: 'text',
  wamid: 'text',
  provider_ids: 'text',
  at: 'bigint',
  received_at: 'bigint',
  media: 'text',
  media_state: 'text',
  media_due_at: 'bigint',
} as const;

/** `answer_to` is the id of a message of ours, `answer_ids` a JSON array of the vendor's. */
const INBOUND = { ...KEPT, answer_to: 'text', answer_ids: 'text' } as const;

const ITEM = { sender: 'text', item_id: 'text' } as const;

export interface InboundWrites {
  /** → sender, item id, id, answers of those that are new */
  readonly receive: RowsQuery;
  /** → sender, item id, id, answers */
  readonly received: RowsQuery;
}

export function inboundWrites(db: Compiler, dialect: Dialect): InboundWrites {
  return {
    receive: { name: 'receive', sql: receive(db, dialect) },
    received: { name: 'received', sql: received(db, dialect) },
  };
}

function receive(db: Compiler, dialect: Dialect): string {
  const kept = columnsOf(KEPT);
  const input = sql`input.answer_ids`;
  const known = db
    .selectFrom(inputOf(dialect, INBOUND))
    .select([...kept, 'ord', 'answer_ids'])
    .select(
      sql<string>`coalesce(${byReference}, ${answeredBy(dialect, sql`input.sender`, input)})`.as(
        'answers',
      ),
    )
    .where(ALWAYS);
  return db
    .insertInto('inbound')
    .columns([...kept, 'answers', 'answer_ids', 'media_attempts'])
    .expression((eb) =>
      eb
        .selectFrom(known.as('known'))
        .select([...kept, 'answers'])
        .select(sql<string>`case when answers is null then answer_ids end`.as('answer_ids'))
        .select(sql.lit(0).as('media_attempts'))
        .where(ALWAYS)
        .orderBy('ord'),
    )
    .onConflict((conflict) => conflict.columns(['item_id', 'sender']).doNothing())
    .returning(['sender', 'item_id', 'id', 'answers'])
    .compile().sql;
}

const byReference = sql<string>`(select m.id from messages as m where m.id = input.answer_to and m.sender = input.sender)`;

/** The id of the sender's message that has one of these ids, of the first of them that is known. */
export function answeredBy(
  dialect: Dialect,
  sender: RawBuilder<unknown>,
  ids: RawBuilder<unknown>,
): RawBuilder<string | null> {
  const given =
    dialect === 'sqlite'
      ? sql`json_each(${ids}) as g cross join`
      : sql`jsonb_array_elements_text(${ids}::jsonb) with ordinality as g(value, key) cross join`;
  return sql<string | null>`(select m.id from ${given} provider_ids as p cross join messages as m
    where p.sender = ${sender} and p.provider_id = g.value and m.position = p.message
    order by g.key limit 1)`;
}

function received(db: Compiler, dialect: Dialect): string {
  return db
    .selectFrom('inbound as i')
    .innerJoin(inputOf(dialect, ITEM), (join) =>
      join.onRef('i.sender', '=', 'input.sender').onRef('i.item_id', '=', 'input.item_id'),
    )
    .select(['i.sender', 'i.item_id', 'i.id', 'i.answers'])
    .compile().sql;
}

import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { RowsQuery } from '../step.js';
import { UNMATCHED } from './conditions.js';
import { columnsOf, inputOf, insertOf } from './input.js';

const REFERENCE = { op: 'bigint', sender: 'text', id: 'text' } as const;
const PROVIDER_ID = { op: 'bigint', rank: 'bigint', sender: 'text', provider_id: 'text' } as const;
const TIE = {
  position: 'bigint',
  message: 'bigint',
  attempt: 'bigint',
  inferred: 'bigint',
} as const;
const SETTLE = { position: 'bigint', settled_at: 'bigint' } as const;
const MATCHED_ITEM = { message: 'bigint', item_id: 'text' } as const;
const SENDER = { sender: 'text' } as const;
const ITEM = { sender: 'text', item_id: 'text' } as const;

const EVIDENCE = {
  sender: 'text',
  item_id: 'text',
  message: 'bigint',
  attempt: 'bigint',
  settled_at: 'bigint',
  provider_ids: 'text',
  recipient: 'text',
  status: 'text',
  at: 'bigint',
  received_at: 'bigint',
  error: 'text',
  detail: 'text',
  inferred: 'bigint',
} as const;

const ALIKE_IN_EVIDENCE = [
  'sender',
  'attempt',
  'provider_ids',
  'recipient',
  'error',
  'detail',
  'inferred',
] as const;

export interface EvidenceQueries {
  /** → op, message */
  readonly byReference: RowsQuery;
  /** → op, rank, message, attempt */
  readonly byProviderId: RowsQuery;
  /** → position, sender, item id, message, attempt, settled_at of those that are new */
  readonly keep: RowsQuery;
  readonly tie: RowsQuery;
  readonly settle: RowsQuery;
  /** By message and item: → position, sender, item id, message, attempt, settled_at */
  readonly kept: RowsQuery;
  /** The same of what has no message, by sender and item. */
  readonly keptUnmatched: RowsQuery;
  /** → those senders of whom there is evidence without a message */
  readonly parkedSenders: RowsQuery;
}

export function evidenceWrites(db: Compiler, dialect: Dialect): EvidenceQueries {
  return {
    ...matches(db, dialect),
    keep: keep(db, dialect),
    ...keptQueries(db, dialect),
    ...updates(db, dialect),
  };
}

function matches(
  db: Compiler,
  dialect: Dialect,
): Pick<EvidenceQueries, 'byReference' | 'byProviderId'> {
  const byReference = db
    .selectFrom('messages')
    .innerJoin(inputOf(dialect, REFERENCE), (join) =>
      join.onRef('messages.id', '=', 'input.id').onRef('messages.sender', '=', 'input.sender'),
    )
    .select(['input.op', 'messages.position']);
  const byProviderId = db
    .selectFrom('provider_ids as p')
    .innerJoin(inputOf(dialect, PROVIDER_ID), (join) =>
      join.onRef('p.sender', '=', 'input.sender').onRef('p.provider_id', '=', 'input.provider_id'),
    )
    .select(['input.op', 'input.rank', 'p.message', 'p.attempt']);
  return {
    byReference: { name: 'by-reference', sql: byReference.compile().sql },
    byProviderId: { name: 'by-provider-id', sql: byProviderId.compile().sql },
  };
}

function keep(db: Compiler, dialect: Dialect): RowsQuery {
  const told = ['position', 'sender', 'item_id', 'message', 'attempt', 'settled_at'] as const;
  const inserted = { columns: EVIDENCE, alike: ALIKE_IN_EVIDENCE, gives: 'position' } as const;
  return insertOf('keep', dialect, inserted, (rows, isBulk) =>
    db
      .insertInto('evidence')
      .columns(columnsOf(EVIDENCE))
      .expression(rows)
      .$if(!isBulk, (query) => query.onConflict((conflict) => conflict.doNothing()))
      .$if(dialect === 'postgres', (query) => query.returning(told)),
  );
}

function keptQueries(
  db: Compiler,
  dialect: Dialect,
): Pick<EvidenceQueries, 'kept' | 'keptUnmatched' | 'parkedSenders'> {
  const evidence = db
    .selectFrom('evidence as e')
    .select(['e.position', 'e.sender', 'e.item_id', 'e.message', 'e.attempt', 'e.settled_at']);
  const kept = evidence.innerJoin(inputOf(dialect, MATCHED_ITEM), (join) =>
    join.onRef('e.message', '=', 'input.message').onRef('e.item_id', '=', 'input.item_id'),
  );
  const keptUnmatched = evidence
    .innerJoin(inputOf(dialect, ITEM), (join) =>
      join.onRef('e.sender', '=', 'input.sender').onRef('e.item_id', '=', 'input.item_id'),
    )
    .where(UNMATCHED);
  const parkedSenders = db
    .selectFrom(inputOf(dialect, SENDER))
    .select('input.sender')
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('evidence as e')
          .select('e.position')
          .whereRef('e.sender', '=', 'input.sender')
          .where(UNMATCHED),
      ),
    );
  return {
    parkedSenders: { name: 'parked-senders', sql: parkedSenders.compile().sql },
    kept: { name: 'kept', sql: kept.compile().sql },
    keptUnmatched: { name: 'kept-unmatched', sql: keptUnmatched.compile().sql },
  };
}

function updates(db: Compiler, dialect: Dialect): Pick<EvidenceQueries, 'tie' | 'settle'> {
  const tie = db
    .updateTable('evidence')
    .from(inputOf(dialect, TIE))
    .set((eb) => ({
      message: eb.ref('input.message'),
      attempt: eb.ref('input.attempt'),
      inferred: eb.ref('input.inferred'),
    }))
    .whereRef('evidence.position', '=', 'input.position')
    // Said so that no index of what has no message fits: each row is found by its position.
    .where(sql<boolean>`coalesce(evidence.message, 0) = 0`)
    // Another replica may have stored the same item with its message at the same time.
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('evidence as twin')
            .select('twin.position')
            .whereRef('twin.message', '=', 'input.message')
            .whereRef('twin.item_id', '=', 'evidence.item_id'),
        ),
      ),
    );
  const settle = db
    .updateTable('evidence')
    .from(inputOf(dialect, SETTLE))
    .set((eb) => ({ settled_at: eb.ref('input.settled_at') }))
    .whereRef('evidence.position', '=', 'input.position')
    .where(sql<boolean>`evidence.settled_at is null`);
  return {
    tie: { name: 'tie', sql: tie.compile().sql },
    settle: { name: 'settle', sql: settle.compile().sql },
  };
}

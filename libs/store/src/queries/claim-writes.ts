import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { RowsQuery } from '../step.js';
import { columnsOf, inputOf, rowsOf } from './input.js';

const CLAIM = {
  principal: 'text',
  key: 'text',
  fingerprint: 'text',
  answer: 'text',
  created_at: 'bigint',
} as const;

const CLAIMED = { principal: 'text', key: 'text' } as const;
/** How long a key is remembered. */
const DAY_MS = 86_400_000;

export interface ClaimQueries {
  /** → principal, key of those that were free */
  readonly claim: RowsQuery;
  /** → principal, key, fingerprint, answer */
  readonly claimed: RowsQuery;
}

/** Idempotency keys: one row of the first who asks, kept for 24 hours. */
export function claimWrites(db: Compiler, dialect: Dialect): ClaimQueries {
  const claim = db
    .insertInto('idempotency')
    .columns(columnsOf(CLAIM))
    .expression(rowsOf(dialect, CLAIM))
    .onConflict((conflict) =>
      conflict
        .columns(['principal', 'key'])
        .doUpdateSet((eb) => ({
          fingerprint: eb.ref('excluded.fingerprint'),
          answer: eb.ref('excluded.answer'),
          created_at: eb.ref('excluded.created_at'),
        }))
        .where(sql<boolean>`idempotency.created_at <= excluded.created_at - ${sql.lit(DAY_MS)}`),
    )
    .returning(['principal', 'key']);
  const claimed = db
    .selectFrom('idempotency as i')
    .innerJoin(inputOf(dialect, CLAIMED), (join) =>
      join.onRef('i.principal', '=', 'input.principal').onRef('i.key', '=', 'input.key'),
    )
    .select(['i.principal', 'i.key', 'i.fingerprint', 'i.answer']);
  return {
    claim: { name: 'claim', sql: claim.compile().sql },
    claimed: { name: 'claimed', sql: claimed.compile().sql },
  };
}

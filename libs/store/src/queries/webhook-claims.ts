import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { Statement } from '../step.js';
import { PENDING } from './conditions.js';
import { ALWAYS } from './message-writes.js';
import { prepared } from './prepared.js';
import { rowsIn } from './rows-in.js';
import { textsIn } from './select-rows.js';
import { statementTime } from './webhook-clock.js';
import { isWithinReach } from './webhook-reach.js';

type Bind<P> = (values: P) => Statement;

const CLAIMED = { position: 'bigint', claim: 'text' } as const;

const OUTCOME = {
  position: 'bigint',
  claim: 'text',
  state: 'text',
  delay: 'bigint',
  ended_at: 'bigint',
} as const;

const ATTEMPT = {
  delivery: 'bigint',
  n: 'bigint',
  at: 'bigint',
  ms: 'bigint',
  status: 'bigint',
  answer: 'text',
  error: 'text',
} as const;

export interface ClaimQueries {
  /** → position, event id, sender, body, created at, attempts, tries */
  readonly claimDeliveries: Bind<{ webhook: string; claim: string; limit: number; ttl: number }>;
  readonly releaseClaim: Bind<{ rows: string }>;
  readonly releaseClaims: Bind<Record<string, never>>;
  readonly endDeliveries: Bind<{ rows: string }>;
  readonly addAttempts: Bind<{ rows: string }>;
  readonly succeeded: Bind<{ ids: string }>;
  /** → id, failing since */
  readonly failed: Bind<{ ids: string; now: number; gap: number }>;
}

/** From a delivery that is due to what came of its attempt. */
export function claimQueries(db: Compiler, dialect: Dialect): ClaimQueries {
  return { ...claims(db, dialect), ...outcomes(db, dialect), ...health(db, dialect) };
}

function claims(
  db: Compiler,
  dialect: Dialect,
): Pick<ClaimQueries, 'claimDeliveries' | 'releaseClaim' | 'releaseClaims'> {
  const now = statementTime(dialect);
  const within = isWithinReach(dialect);
  return {
    claimDeliveries: prepared('claim-webhook-deliveries', (p) => {
      const due = db
        .selectFrom('webhook_deliveries')
        .select('position')
        .where(PENDING)
        .where('webhook', '=', p('webhook'))
        .where('due_at', '<=', now)
        .where(within)
        .orderBy('due_at')
        .orderBy('position')
        .limit(p('limit'));
      return db
        .updateTable('webhook_deliveries')
        .set({ claim: p('claim'), due_at: sql`${now} + ${p('ttl')}` })
        .where('position', 'in', dialect === 'sqlite' ? due : due.forUpdate().skipLocked())
        .returning(['position', 'event_id', 'sender', 'body', 'created_at', 'attempts', 'tries']);
    }),
    releaseClaim: prepared('release-webhook-claim', (p) =>
      db
        .updateTable('webhook_deliveries')
        .from(rowsIn(dialect, p('rows'), CLAIMED))
        .set({ claim: null, due_at: now })
        .whereRef('webhook_deliveries.position', '=', 'input.position')
        .whereRef('webhook_deliveries.claim', '=', 'input.claim'),
    ),
    releaseClaims: prepared('release-webhook-claims', () =>
      db
        .updateTable('webhook_deliveries')
        .set({ claim: null, due_at: now })
        .where(PENDING)
        .where('claim', 'is not', null),
    ),
  };
}

function outcomes(
  db: Compiler,
  dialect: Dialect,
): Pick<ClaimQueries, 'endDeliveries' | 'addAttempts'> {
  const columns = Object.keys(ATTEMPT) as (keyof typeof ATTEMPT)[];
  return {
    endDeliveries: prepared('end-webhook-deliveries', (p) =>
      db
        .updateTable('webhook_deliveries')
        .from(rowsIn(dialect, p('rows'), OUTCOME))
        .set({
          state: sql`input.state`,
          attempts: sql`webhook_deliveries.attempts + 1`,
          tries: sql`webhook_deliveries.tries + 1`,
          due_at: sql`case when input.state = 'pending' then ${statementTime(dialect)} + input.delay else 0 end`,
          claim: null,
          ended_at: sql`input.ended_at`,
        })
        .whereRef('webhook_deliveries.position', '=', 'input.position')
        .whereRef('webhook_deliveries.claim', '=', 'input.claim'),
    ),
    addAttempts: prepared('add-webhook-attempts', (p) =>
      db
        .insertInto('webhook_attempts')
        .columns(columns)
        .expression((eb) =>
          eb
            .selectFrom(rowsIn(dialect, p('rows'), ATTEMPT))
            .select(columns)
            .where(ALWAYS),
        )
        .onConflict((c) => c.doNothing()),
    ),
  };
}

function health(db: Compiler, dialect: Dialect): Pick<ClaimQueries, 'succeeded' | 'failed'> {
  return {
    succeeded: prepared('webhooks-succeeded', (p) =>
      db
        .updateTable('webhooks')
        .set({ failing_since: null, failed_at: null })
        .where('id', 'in', textsIn(dialect, p('ids')))
        .where('failing_since', 'is not', null),
    ),
    failed: prepared('webhooks-failed', (p) =>
      db
        .updateTable('webhooks')
        .set({
          failing_since: sql`case when failed_at >= cast(${p('now')} as bigint) - cast(${p('gap')} as bigint) then failing_since else cast(${p('now')} as bigint) end`,
          failed_at: p('now'),
        })
        .where('id', 'in', textsIn(dialect, p('ids')))
        .where('enabled', '=', 1)
        .returning(['id', 'failing_since']),
    ),
  };
}

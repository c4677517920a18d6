import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { Statement } from '../step.js';
import { PENDING } from './conditions.js';
import { prepared } from './prepared.js';
import { type ClaimQueries, claimQueries } from './webhook-claims.js';
import { statementTime } from './webhook-clock.js';
import { isWithinReach } from './webhook-reach.js';
import { type ByState, byState } from './webhook-state.js';
import { type FanOutQueries, fanOutQueries } from './webhook-fan-out.js';
import { type WebhookReads, webhookReads } from './webhook-reads.js';

type Bind<P> = (values: P) => Statement;

export interface WebhookDeliveryQueries
  extends FanOutQueries, ClaimQueries, WebhookReads, RedeliveryQueries, WebhookPrunes {}

export interface RedeliveryQueries {
  /** → position */
  readonly redeliver: Bind<{ webhook: string; position: number }>;
  /** → position */
  readonly redeliverFrom: ByState<{
    webhook: string;
    since: number;
    after: number;
    limit: number;
  }>;
  /** → position */
  readonly endBeyondReach: Bind<{ webhook: string; limit: number }>;
}

export function webhookDeliveryQueries(db: Compiler, dialect: Dialect): WebhookDeliveryQueries {
  return {
    ...fanOutQueries(db, dialect),
    ...claimQueries(db, dialect),
    ...webhookReads(db, dialect),
    ...redeliveries(db, dialect),
    ...webhookPrunes(db),
  };
}

function redeliveries(db: Compiler, dialect: Dialect): RedeliveryQueries {
  const dueNow = db
    .updateTable('webhook_deliveries')
    .set({ state: 'pending', tries: 0, ended_at: null })
    .set({
      due_at: sql`case when claim is null then ${statementTime(dialect)} else due_at end`,
    });
  return {
    redeliver: prepared('redeliver', (p) =>
      dueNow
        .where('position', '=', p('position'))
        .where('webhook', '=', p('webhook'))
        .where(isWithinReach(dialect))
        .returning('position'),
    ),
    redeliverFrom: byState((state) =>
      prepared(`redeliver-${state}`, (p) =>
        dueNow
          .where('position', 'in', (eb) =>
            eb
              .selectFrom('webhook_deliveries')
              .select('position')
              .where('webhook', '=', p('webhook'))
              .where('state', '=', sql.lit(state))
              .where('position', '>', p('after'))
              .where('created_at', '>=', p('since'))
              .where('attempts', '>', 0)
              .where(isWithinReach(dialect))
              .orderBy('position')
              .limit(p('limit')),
          )
          .returning('position'),
      ),
    ),
    // What is claimed is left to whoever claimed it.
    endBeyondReach: prepared('end-webhook-deliveries-beyond', (p) =>
      db
        .updateTable('webhook_deliveries')
        .set({ state: 'failed', due_at: 0, ended_at: statementTime(dialect) })
        .where('position', 'in', (eb) =>
          eb
            .selectFrom('webhook_deliveries')
            .select('position')
            .where('webhook', '=', p('webhook'))
            .where(PENDING)
            .where('claim', 'is', null)
            .where(sql<boolean>`not ${isWithinReach(dialect)}`)
            .limit(p('limit')),
        )
        .returning('position'),
    ),
  };
}

export interface WebhookPrunes {
  /** Before `pruneDeliveries`, of which it takes the attempts; → delivery */
  readonly pruneAttempts: Bind<{ before: number; limit: number }>;
  /** → position */
  readonly pruneDeliveries: Bind<{ before: number; limit: number }>;
}

export function webhookPrunes(db: Compiler): WebhookPrunes {
  const oldest = db.selectFrom('webhook_deliveries').orderBy('position');
  return {
    pruneAttempts: prepared('prune-webhook-attempts', (p) =>
      db
        .deleteFrom('webhook_attempts')
        .where('delivery', 'in', (eb) =>
          eb
            .selectFrom(oldest.select(['position', 'created_at']).limit(p('limit')).as('oldest'))
            .select('oldest.position')
            .where('oldest.created_at', '<', p('before')),
        )
        .returning('delivery'),
    ),
    pruneDeliveries: prepared('prune-webhook-deliveries', (p) =>
      db
        .deleteFrom('webhook_deliveries')
        .where('position', 'in', oldest.select('position').limit(p('limit')))
        .where('created_at', '<', p('before'))
        .returning('position'),
    ),
  };
}

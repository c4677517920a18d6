import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { Statement } from '../step.js';
import type { WebhookDeliveryState } from '../webhooks.js';
import { PENDING } from './conditions.js';
import { prepared } from './prepared.js';
import { numbersIn } from './select-rows.js';
import { isWithinReach } from './webhook-reach.js';
import { type ByState, byState } from './webhook-state.js';
import { statementTime } from './webhook-clock.js';

type Bind<P> = (values: P) => Statement;

const DELIVERY_FIELDS = [
  'position',
  'webhook',
  'event_id as eventId',
  'type',
  'message_id as messageId',
  'state',
  'attempts',
  'due_at as dueAt',
  'created_at as createdAt',
  'ended_at as endedAt',
] as const;

export interface WebhookReads {
  /** → id of the enabled endpoints that have something due */
  readonly dueWebhooks: Bind<Record<string, never>>;
  readonly deliveriesOf: ByState<{ webhook: string; before: number; limit: number }>;
  readonly deliveryAt: Bind<{ webhook: string; position: number }>;
  readonly webhookAttempts: Bind<{ positions: string }>;
  /** → webhook, count, oldest at */
  readonly webhookDepths: Bind<Record<string, never>>;
}

/** Newest first. */
function deliveriesOf(
  db: Compiler,
  dialect: Dialect,
  state: WebhookDeliveryState,
): Bind<{ webhook: string; before: number; limit: number }> {
  return prepared(`webhook-deliveries-${state}`, (p) =>
    db
      .selectFrom('webhook_deliveries')
      .select(DELIVERY_FIELDS)
      .where('webhook', '=', p('webhook'))
      .where('state', '=', sql.lit(state))
      .where('position', '<', p('before'))
      .where(isWithinReach(dialect))
      .orderBy('position', 'desc')
      .limit(p('limit')),
  );
}

export function webhookReads(db: Compiler, dialect: Dialect): WebhookReads {
  const deliveries = db.selectFrom('webhook_deliveries');
  const pending = deliveries.where(PENDING);
  return {
    dueWebhooks: prepared('due-webhooks', () =>
      db
        .selectFrom('webhooks')
        .select('webhooks.id')
        .where('webhooks.enabled', '=', 1)
        .where((eb) =>
          // The first of the index, not a join: an endpoint may have a long queue, and only its head matters.
          eb(
            pending
              .select('due_at')
              .where('webhook', '=', sql.ref<string>('webhooks.id'))
              .where(isWithinReach(dialect))
              .orderBy('due_at')
              .limit(1),
            '<=',
            statementTime(dialect),
          ),
        )
        .orderBy('webhooks.id'),
    ),
    deliveriesOf: byState((state) => deliveriesOf(db, dialect, state)),
    deliveryAt: prepared('webhook-delivery-at', (p) =>
      deliveries
        .select(DELIVERY_FIELDS)
        .where('position', '=', p('position'))
        .where('webhook', '=', p('webhook'))
        .where(isWithinReach(dialect)),
    ),
    webhookAttempts: prepared('webhook-attempts', (p) =>
      db
        .selectFrom('webhook_attempts')
        .select(['delivery', 'n', 'at', 'ms', 'status', 'answer', 'error'])
        .where('delivery', 'in', numbersIn(dialect, p('positions')))
        .orderBy('delivery')
        .orderBy('n'),
    ),
    webhookDepths: prepared('webhook-depths', () =>
      db
        .selectFrom(
          pending
            .select(['webhook', sql<number>`count(*)`.as('count')])
            .select(sql<number>`min(position)`.as('first'))
            .groupBy('webhook')
            .as('depth'),
        )
        .innerJoin('webhook_deliveries', 'webhook_deliveries.position', 'depth.first')
        .innerJoin('webhooks', 'webhooks.id', 'depth.webhook')
        .select(['depth.webhook', 'depth.count'])
        .select('webhook_deliveries.created_at as oldestAt'),
    ),
  };
}

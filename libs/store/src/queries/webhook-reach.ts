import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../dialect.js';

/**
 * Whether a delivery's sender is among those that its endpoint is for now. A scalar subquery, because a plan may turn
 * `exists` into a join, and then sort what an index has in order.
 */
export function isWithinReach(dialect: Dialect): RawBuilder<boolean> {
  const isNamed =
    dialect === 'sqlite'
      ? sql`exists (select 1 from json_each(webhooks.senders) where value = webhook_deliveries.sender)`
      : sql`jsonb_exists(webhooks.senders::jsonb, webhook_deliveries.sender)`;
  return sql<boolean>`(select webhooks.senders is null or ${isNamed} from webhooks where webhooks.id = webhook_deliveries.webhook)`;
}

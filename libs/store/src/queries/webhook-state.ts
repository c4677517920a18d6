import type { Statement } from '../step.js';
import { WEBHOOK_DELIVERY_STATES, type WebhookDeliveryState } from '../webhooks.js';

/**
 * One query for each state of a delivery, with the state in its text: as a parameter it would hide from PostgreSQL how
 * rare failures are, and the plan would look for them among everything that was delivered.
 */
export type ByState<P> = Readonly<Record<WebhookDeliveryState, (values: P) => Statement>>;

export function byState<P>(
  query: (state: WebhookDeliveryState) => (values: P) => Statement,
): ByState<P> {
  const entries = WEBHOOK_DELIVERY_STATES.map((state) => [state, query(state)] as const);
  return Object.fromEntries(entries) as unknown as ByState<P>;
}

import type { GeneratedAlways } from 'kysely';
import type { WebhookDeliveryState } from './webhooks.js';

/** The tables of `webhooks.ts`, column by column. */
export interface WebhookSchema {
  readonly webhooks: WebhooksTable;
  readonly webhook_deliveries: WebhookDeliveriesTable;
  readonly webhook_attempts: WebhookAttemptsTable;
}

export interface WebhooksTable {
  id: string;
  url: string;
  events: string;
  senders: string | null;
  description: string | null;
  secret: string;
  former_secrets: string;
  enabled: number;
  disabled_reason: string | null;
  disabled_at: number | null;
  failing_since: number | null;
  failed_at: number | null;
  created_at: number;
  updated_at: number;
  since_xact: number;
  since_position: number;
}

export interface WebhookDeliveriesTable {
  position: GeneratedAlways<number>;
  webhook: string;
  event_id: string;
  sender: string;
  type: string;
  message_id: string | null;
  body: string;
  state: WebhookDeliveryState;
  attempts: number;
  tries: number;
  due_at: number;
  claim: string | null;
  created_at: number;
  ended_at: number | null;
}

export interface WebhookAttemptsTable {
  delivery: number;
  n: number;
  at: number;
  ms: number;
  status: number | null;
  answer: string | null;
  error: string | null;
}

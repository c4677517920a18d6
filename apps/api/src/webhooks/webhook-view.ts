import type { WebhookAttemptRow, WebhookDeliveryRow, WebhookRow } from 'waypost/store';
import type { WebhookView } from './webhook.dto.js';
import { signing } from './webhook-secrets.js';
import type { WebhookDeliveryView } from './webhook-delivery.dto.js';

const DELIVERY_ID = /^whd_(\d{1,15})$/;

export function viewWebhook(row: WebhookRow): WebhookView {
  const { id, url, events, senders, description, enabled, disabledReason } = row;
  const former = signing(row.formerSecrets, Date.now());
  return {
    ...{ id, url, events, senders, description, enabled, disabledReason },
    disabledAt: timeOf(row.disabledAt),
    failingSince: timeOf(row.failingSince),
    formerSecretsUntil: former.map(({ until }) => new Date(until).toISOString()),
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: new Date(row.updatedAt).toISOString(),
  };
}

export function viewDelivery(
  row: WebhookDeliveryRow,
  attempts: readonly WebhookAttemptRow[],
): WebhookDeliveryView {
  const { position, eventId, type, messageId, state, createdAt, dueAt, endedAt } = row;
  return {
    ...{ id: `whd_${position}`, eventId, type },
    ...(messageId !== null && { messageId }),
    state,
    attempts: attempts
      .filter(({ delivery }) => delivery === position)
      .map(({ n, at, ms, status, answer, error }) => ({
        ...{ n, at: new Date(at).toISOString(), durationMs: ms, status, answer, error },
      })),
    createdAt: new Date(createdAt).toISOString(),
    nextAttemptAt: state === 'pending' ? timeOf(dueAt) : null,
    endedAt: timeOf(endedAt),
  };
}

/** The position in a delivery's id; undefined where it is none. */
export function deliveryPosition(id: string): number | undefined {
  const [, position] = DELIVERY_ID.exec(id) ?? [];
  return position === undefined ? undefined : Number(position);
}

function timeOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

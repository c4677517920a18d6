import { readError } from 'waypost/delivery';
import type { AliasRow, AttemptRow, EventRow, EvidenceRow, MessageRow } from 'waypost/store';
import { viewEvent } from '../events/event-view.js';
import type { SenderFault } from '../senders/sender-faults.js';
import { addressOf } from './message-intake.js';
import type { AttemptView, Charge, MessageDetail, MessageView } from './message-view.dto.js';

const PRIORITIES = ['high', 'normal', 'low'] as const;

/** A stored message as lists show it. `fault` is what holds its sender up, and so why it waits. */
export function viewMessage(row: MessageRow, fault?: SenderFault): MessageView {
  const error = readError(row.error) ?? (row.status === 'queued' ? fault?.error : undefined);
  return {
    id: row.id,
    status: row.status,
    sender: row.sender,
    ...addressOf(row.recipient),
    type: row.type,
    ...given('template', row.template),
    ...given('category', row.category),
    priority: PRIORITIES[row.priority],
    ordered: row.ordered,
    ...(row.labels !== null && { labels: JSON.parse(row.labels) as string[] }),
    ...given('reference', row.reference),
    attemptCount: row.attempts,
    ...given('providerMessageId', row.providerMessageId),
    ...waitOf(row),
    ...given('expiresAt', timeOf(row.expiresAt)),
    createdAt: new Date(row.createdAt).toISOString(),
    ...given('settledAt', timeOf(row.settledAt)),
    ...(error && { error }),
  };
}

/** What is stored of a message beside its row. */
export interface History {
  readonly attempts: readonly AttemptRow[];
  readonly events: readonly EventRow[];
  readonly evidence: readonly EvidenceRow[];
  readonly aliases: readonly AliasRow[];
}

/** A stored message with its content and history. */
export function viewDetail(row: MessageRow, history: History, fault?: SenderFault): MessageDetail {
  const { attempts, events, evidence, aliases } = history;
  const wamids = aliases.filter(({ providerId }) => providerId.startsWith('wamid.'));
  return {
    ...viewMessage(row, fault),
    message: JSON.parse(row.body) as unknown,
    onUnknown: row.onUnknown,
    unknownGraceSeconds: row.graceMs / 1_000,
    attempts: attempts.map(viewAttempt),
    events: events.map(viewEvent),
    ...given('wamid', wamids.at(-1)?.providerId ?? null),
    charges: evidence.flatMap(viewCharge),
  };
}

function viewAttempt(row: AttemptRow): AttemptView {
  const error = readError(row.error);
  return {
    n: row.n,
    startedAt: new Date(row.startedAt).toISOString(),
    endedAt: new Date(row.endedAt).toISOString(),
    outcome: row.outcome,
    ...given('providerMessageId', row.providerMessageId),
    ...(error && { error }),
  };
}

function viewCharge({ status, attempt, at, detail }: EvidenceRow): readonly Charge[] {
  if (detail === null) return [];
  return [
    {
      source: status === 'billed' ? 'billing' : 'status',
      attempt: attempt ?? 0,
      at: new Date(at).toISOString(),
      ...(JSON.parse(detail) as Pick<Charge, 'billable' | 'category' | 'model' | 'pricing'>),
    },
  ];
}

function waitOf({ status, dueAt }: MessageRow): Pick<MessageView, 'notBefore' | 'graceEndsAt'> {
  if (dueAt === 0) return {};
  const time = new Date(dueAt).toISOString();
  if (status === 'queued') return { notBefore: time };
  return status === 'unknown' ? { graceEndsAt: time } : {};
}

function timeOf(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

/** A member that is left out where there is no value. */
function given<Name extends string, Value>(
  name: Name,
  value: Value | null,
): Partial<Record<Name, Value>> {
  return value === null ? {} : ({ [name]: value } as Record<Name, Value>);
}

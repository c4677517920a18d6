import { parseTime, type SendMessageDto } from 'waypost/messages';
import { sortableId, type NewMessage, type Priority } from 'waypost/store';

const PRIORITIES: Readonly<Record<NonNullable<SendMessageDto['priority']>, Priority>> = {
  high: 0,
  normal: 1,
  low: 2,
};
const DEFAULT_GRACE_SECONDS = 120;
const MINUTE_MS = 60_000;
/** How long the gateway goes on trying where the caller sets no limit. */
const BUDGET_MS = 24 * 60 * MINUTE_MS;
/** The same for one-time codes, which are worth nothing later. */
const AUTHENTICATION_BUDGET_MS = 10 * MINUTE_MS;

/** A valid request as it is stored: its defaults filled in, its times in milliseconds, its body encoded once. */
export function newMessage(request: SendMessageDto, principal: string, now: number): NewMessage {
  const { message, labels, category } = request;
  const expiresAt = timeOf(request.expiresAt);
  const dueAt = timeOf(request.sendAt) ?? 0;
  const budget = category === 'authentication' ? AUTHENTICATION_BUDGET_MS : BUDGET_MS;
  return {
    id: sortableId('msg', now),
    sender: request.sender,
    recipient: message.to ?? message.recipient ?? '',
    type: message.type,
    template: message.type === 'template' ? message.template.name : null,
    category: category ?? null,
    priority: PRIORITIES[request.priority ?? 'normal'],
    ordered: request.ordered ?? true,
    dueAt: dueAt > now ? dueAt : 0,
    body: JSON.stringify(message),
    labels: labels ? JSON.stringify(labels) : null,
    reference: request.reference ?? null,
    principal,
    onUnknown: request.onUnknown ?? 'fail',
    graceMs: (request.unknownGraceSeconds ?? DEFAULT_GRACE_SECONDS) * 1_000,
    createdAt: now,
    expiresAt: expiresAt ?? null,
    giveUpAt: expiresAt ?? Math.max(dueAt, now) + budget,
  };
}

function timeOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseTime(text);
}

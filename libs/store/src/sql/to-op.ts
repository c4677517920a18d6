import {
  type AppendOp,
  attemptRow,
  type ChangeOp,
  type EventValues,
  type InsertOp,
  type ReceiveOp,
  type MoveValues,
  type RecordItem,
  type RecordOp,
  type StartOp,
} from '../batch/op.js';
import type { NewInbound } from '../inbound.js';
import type {
  Idempotency,
  Insertion,
  LooseEvent,
  Move,
  NewEvent,
  NewEvidence,
  Start,
  Transition,
} from '../operations.js';
import type { EvidenceRow } from '../rows.js';
import type { Row } from '../step.js';

export function insertOp(insertions: readonly Insertion[], claim?: Idempotency): InsertOp {
  return {
    kind: 'insert',
    rows: insertions.map(messageRow),
    events: insertions.map(({ events }) => events.map(eventValues)),
    epochs: insertions.map(({ sending }) => sending?.epoch ?? null),
    claim: claim ? claimRow(claim, insertions[0]?.message.createdAt ?? 0) : null,
  };
}

/** The values of a message in the order of `MESSAGE`. */
function messageRow({ message, sending, events }: Insertion): Row {
  return [
    message.id,
    message.sender,
    message.recipient,
    message.type,
    message.template,
    message.category,
    message.priority,
    message.ordered ? 1 : 0,
    sending ? 'sending' : 'queued',
    sending ? 0 : message.dueAt,
    sending ? 1 : 0,
    sending?.epoch ?? 0,
    message.body,
    message.labels,
    message.reference,
    message.principal,
    message.onUnknown,
    message.graceMs,
    message.createdAt,
    message.expiresAt,
    message.giveUpAt,
    events.length,
  ];
}

function claimRow({ principal, key, fingerprint, answer }: Idempotency, createdAt: number): Row {
  return [principal, key, fingerprint, answer, createdAt];
}

function eventValues({ type, at, data }: NewEvent): EventValues {
  return [type, at, data];
}

export function startOp(starts: readonly Start[]): StartOp {
  return {
    kind: 'start',
    rows: starts.map(({ position, n, epoch }) => [epoch, position, n]),
    senders: starts.map(({ sender }) => sender),
  };
}

const NONE: readonly never[] = [];

/** Of a transition what it depends on stands apart: the statuses as `texts`, and the number of attempts. */
export function changeOp(
  change: Omit<Transition, 'from' | 'attempts'>,
  from: string,
  attempts?: number,
): ChangeOp {
  const { position, sender, attempt, evidence, providerIds } = change;
  const n = attempt?.n ?? attempts ?? 0;
  return {
    kind: 'change',
    sender,
    row: changeRow(change, from, attempts),
    events: change.events.map(eventValues),
    attempt: attempt ? attemptRow(position, attempt) : null,
    aliases: providerIds?.map((id) => [sender, id, position, n]) ?? NONE,
    evidence: evidence?.map((stored) => [stored, Date.now()]) ?? NONE,
  };
}

/** The values of a change in the order of `CHANGE`. */
function changeRow(
  change: Omit<Transition, 'from' | 'attempts'>,
  from: string,
  attempts?: number,
): Row {
  return [
    change.to,
    change.dueAt ?? 0,
    change.error,
    change.providerMessageId ?? null,
    change.settledAt,
    change.events.length,
    change.position,
    from,
    attempts ?? null,
    change.epoch ?? null,
  ];
}

export function appendOp(events: readonly LooseEvent[]): AppendOp {
  return {
    kind: 'append',
    events: events.map(({ sender, type, at, data }) => [sender, type, at, data]),
  };
}

export function recordOp(evidence: readonly NewEvidence[]): RecordOp {
  const firsts: { readonly move: Move; readonly status: string }[] = [];
  const items = evidence.map((one) => {
    const { move, status } = one;
    if (!move) return recordItem(one, null);
    const place = firsts.findIndex((first) => first.move === move && first.status === status);
    return recordItem(one, place < 0 ? firsts.push({ move, status }) - 1 : place);
  });
  return {
    kind: 'record',
    items,
    moves: firsts.map(({ move, status }) => moveValues(move, status)),
  };
}

function recordItem(evidence: NewEvidence, move: number | null): RecordItem {
  const { sender, itemId, reference, providerIds, status, at, receivedAt, error } = evidence;
  return {
    sender,
    itemId,
    position: null,
    providerIds,
    reference: reference ?? null,
    inferred: null,
    recipient: evidence.recipient ?? null,
    values: [status, at, receivedAt, error, evidence.detail ?? null],
    move,
    inert: status === 'billed',
    now: Date.now(),
  };
}

function moveValues({ from, latest, past, event }: Move, to: string): MoveValues {
  return { from: texts(from), latest, past: texts(past), to, type: event.type, data: event.data };
}

/** One text that both engines can search without knowing its length. */
export function texts(statuses: readonly string[]): string {
  return `,${statuses.join(',')},`;
}

/** Looks again for the messages of stored evidence, or ties it to the one that was inferred. */
export function tieOp(
  evidence: readonly EvidenceRow[],
  inferred: RecordItem['inferred'] = null,
): RecordOp {
  return { kind: 'record', items: evidence.map((row) => tieItem(row, inferred)), moves: [] };
}

function tieItem(
  { sender, itemId, position, providerIds }: EvidenceRow,
  inferred: RecordItem['inferred'],
): RecordItem {
  return {
    sender,
    itemId,
    position,
    providerIds,
    reference: null,
    inferred,
    recipient: null,
    values: [],
    move: null,
    inert: false,
    now: Date.now(),
  };
}

/** The values of a message of a user in the order of `INBOUND`. */
export function receiveOp(message: NewInbound): ReceiveOp {
  const { sender, itemId, answered, media, event } = message;
  const { messageId, providerIds } = answered;
  return {
    kind: 'receive',
    item: [sender, itemId],
    event: [event.type, event.at, event.data],
    row: [
      message.id,
      sender,
      message.provider,
      itemId,
      message.userPhone,
      message.userId,
      message.userName,
      message.type,
      message.content,
      message.wamid,
      JSON.stringify(message.providerIds),
      message.at,
      message.receivedAt,
      media?.source ?? null,
      media?.state ?? null,
      // At once, by the clock of whichever database compares it.
      media?.state === 'waiting' ? 0 : null,
      messageId,
      providerIds.length > 0 ? JSON.stringify(providerIds) : null,
    ],
  };
}

import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { Fields } from '../engine.js';
import type { AttemptRow, EventRow, EvidenceRow, MessageRow, WaitingRow } from '../rows.js';
import type { Tuple } from '../step.js';

/** What a message that waits is read as: its columns under the names of `WaitingRow`; `waitingRow` takes them by place. */
export const WAITING_FIELDS = [
  'position',
  'id',
  'sender',
  'recipient',
  'template',
  'priority',
  'ordered',
  'due_at as dueAt',
  'attempts',
  'body',
  'labels',
  'on_unknown as onUnknown',
  'grace_ms as graceMs',
  'expires_at as expiresAt',
  'give_up_at as giveUpAt',
  'error',
] as const;

/** The same of any message, under the names of `MessageRow`. */
export const MESSAGE_FIELDS = [
  ...WAITING_FIELDS,
  'type',
  'category',
  'status',
  'epoch',
  'reference',
  'principal',
  'created_at as createdAt',
  'provider_message_id as providerMessageId',
  'sequence',
  'settled_at as settledAt',
] as const;

export const ATTEMPT_FIELDS = [
  'message',
  'n',
  'started_at as startedAt',
  'ended_at as endedAt',
  'outcome',
  'provider_message_id as providerMessageId',
  'error',
] as const;

export const EVIDENCE_FIELDS = [
  'position',
  'sender',
  'item_id as itemId',
  'message',
  'attempt',
  'provider_ids as providerIds',
  'recipient',
  'status',
  'at',
  'received_at as receivedAt',
  'error',
  'detail',
  'inferred',
  'settled_at as settledAt',
] as const;

export const EVENT_FIELDS = [
  'e.position',
  'e.xact',
  'e.message',
  'messages.id as messageId',
  'e.sender',
  'e.sequence',
  'e.type',
  'e.at',
  'e.data',
] as const;

/** A tuple of `WAITING_FIELDS`, in their order, as the row that it is. */
export function waitingRow(tuple: Tuple): WaitingRow {
  return {
    position: tuple[0],
    id: tuple[1],
    sender: tuple[2],
    recipient: tuple[3],
    template: tuple[4],
    priority: tuple[5],
    ordered: tuple[6] === 1,
    dueAt: tuple[7],
    attempts: tuple[8],
    body: tuple[9],
    labels: tuple[10],
    onUnknown: tuple[11],
    graceMs: tuple[12],
    expiresAt: tuple[13],
    giveUpAt: tuple[14],
    error: tuple[15],
  } as WaitingRow;
}

export function messageRow(fields: Fields): MessageRow {
  return { ...fields, ordered: fields.ordered === 1 } as unknown as MessageRow;
}

export function attemptRow(fields: Fields): AttemptRow {
  return fields as unknown as AttemptRow;
}

export function evidenceRow(fields: Fields): EvidenceRow {
  return {
    ...fields,
    providerIds: JSON.parse(String(fields.providerIds)) as string[],
    inferred: fields.inferred === 1,
  } as unknown as EvidenceRow;
}

export function eventRow({ xact, ...fields }: Fields): EventRow {
  return { ...fields, cursor: `${xact}.${fields.position}` } as unknown as EventRow;
}

/** The texts of a JSON array, to be used with `in`: one parameter, however many there are. */
export function textsIn(dialect: Dialect, json: RawBuilder<string>): RawBuilder<string> {
  return dialect === 'sqlite'
    ? sql<string>`(select value from json_each(${json}))`
    : sql<string>`(select jsonb_array_elements_text(${json}::jsonb))`;
}

/** Likewise for numbers. */
export function numbersIn(dialect: Dialect, json: RawBuilder<string>): RawBuilder<number> {
  return dialect === 'sqlite'
    ? sql<number>`(select value from json_each(${json}))`
    : sql<number>`(select (jsonb_array_elements_text(${json}::jsonb))::bigint)`;
}

import type {
  AccountItem,
  BillingItem,
  Failure,
  MessageIds,
  StatusItem,
  TemplateItem,
  UnknownItem,
} from 'waypost/providers';
import type { CallbackRow, ItemEvent, NewEvidence } from 'waypost/store';
import { timeOf } from '../vendor-time.js';
import type { Shape } from './shape.js';

const REPEATS_WITHIN_MS = 3_600_000;

/** A callback that is durable, and its place in the store. */
export type KeptCallback = Pick<
  CallbackRow,
  'position' | 'sender' | 'provider' | 'receivedAt' | 'method' | 'headers' | 'query' | 'body'
>;

/** A callback that is durable, without what it says. */
export type CallbackRef = Pick<KeptCallback, 'position' | 'sender' | 'provider' | 'receivedAt'>;

/** What a callback says of one of our messages, as the delivery takes it. */
export interface StatusReport extends Omit<NewEvidence, 'error' | 'move'> {
  readonly status: StatusItem['status'] | 'billed';
  readonly failure?: Failure;
}

/** Reads our own reference of an attempt; undefined for anything else. */
export type ReadReference = (
  text: string,
) => { readonly messageId: string; readonly attempt: number } | undefined;

/** What a status or a bill reports of a message. */
export function reportOf(
  { sender, receivedAt }: CallbackRef,
  item: StatusItem | BillingItem,
  readReference: ReadReference,
): StatusReport {
  const ids = idsOf(item.ids, readReference);
  const facts = { sender, itemId: item.id, ...ids, at: timeOf(item, receivedAt), receivedAt };
  if (item.kind === 'billing') {
    const { billable, category, model } = item;
    return { ...facts, status: 'billed', detail: JSON.stringify({ billable, category, model }) };
  }
  const { status, recipient, failure, pricing, conversation } = item;
  return {
    ...facts,
    status,
    recipient: recipient?.phone ?? recipient?.userId ?? null,
    ...(failure && { failure }),
    ...((pricing ?? conversation) !== undefined && {
      detail: JSON.stringify({ pricing, conversation }),
    }),
  };
}

function idsOf(
  { reference, providerIds, wamid }: MessageIds,
  readReference: ReadReference,
): Pick<StatusReport, 'reference' | 'providerIds'> {
  const read = reference === undefined ? undefined : readReference(reference);
  const isNew = wamid !== undefined && !providerIds.includes(wamid);
  return {
    ...(read && { reference: read }),
    providerIds: isNew ? [...providerIds, wamid] : providerIds,
  };
}

/**
 * The event of a template or of the sender's account. Where the vendor gives no time (Kaleyra gives none with a number's
 * quality), what comes in another hour happened again.
 */
export function noticeOf(
  { sender, receivedAt }: CallbackRef,
  item: TemplateItem | AccountItem,
): ItemEvent {
  const { kind, id, raw: _raw, occurredAt, ...data } = item;
  return {
    sender,
    itemId: occurredAt === undefined ? `${id}.${Math.floor(receivedAt / REPEATS_WITHIN_MS)}` : id,
    type: kind === 'template' ? 'template.updated' : 'sender.updated',
    at: timeOf(item, receivedAt),
    data: JSON.stringify(data),
  };
}

/** The event of something that nobody knows. */
export function unknownOf(
  { sender, provider, position, receivedAt }: CallbackRef,
  { id: itemId, reason }: UnknownItem,
  shape: Shape,
): ItemEvent {
  const data = { callback: callbackId(position), provider, reason, shape: shape.id };
  const type = 'callback.unknown';
  return { sender, itemId, type, at: receivedAt, data: JSON.stringify(data) };
}

/** How the API calls a callback. */
export function callbackId(position: number): string {
  return `cb_${position}`;
}

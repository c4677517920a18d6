import type {
  CallbackItem,
  DeliveryStatus,
  Failure,
  InboundItem,
  StatusItem,
  UnknownItem,
} from '../callback-item.js';
import { itemId } from '../item-id.js';
import { asObject, asText } from '../json.js';
import { parseJson } from '../parse-json.js';
import type { Callback } from '../provider.js';
import { readMemoryError } from './memory.reply.js';
import type { MemoryCallbackElement } from './memory.wire.js';

const STATUSES: readonly unknown[] = [
  'accepted',
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
] satisfies DeliveryStatus[];
const ISO_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** The items of a callback, one for every element of its list. Never throws. */
export function translateMemory(callback: Callback): CallbackItem[] {
  const list = parseJson(callback.body);
  if (!Array.isArray(list)) return [notAList(callback)];
  if (list.length === 0) {
    return [{ kind: 'ignored', id: itemId('ignored', 'empty'), reason: 'empty list', raw: list }];
  }
  return list.map(translateElement);
}

function translateElement(raw: unknown): CallbackItem {
  const element: MemoryCallbackElement = asObject(raw) ?? {};
  const id = asText(element.id);
  if (id === undefined) return unknown(raw, 'An element without an id.');
  if (element.type === 'status') return translateStatus(element, id, raw);
  if (element.type === 'message') return translateMessage(element, id, raw);
  return unknown(raw, 'An element of an unknown type.');
}

function translateStatus(element: MemoryCallbackElement, id: string, raw: unknown): CallbackItem {
  if (!isStatus(element.status)) return unknown(raw, 'A status that is not known.');
  const { status } = element;
  const reference = asText(element.reference);
  const time = timeOf(element);
  const item: StatusItem = {
    kind: 'status',
    id: itemId('status', id, reference, status, time.occurredAt),
    ...time,
    status,
    ids: { providerIds: [id], ...(reference === undefined ? {} : { reference }) },
    raw,
  };
  return status === 'failed' ? { ...item, failure: failureOf(element) } : item;
}

function failureOf({ error }: MemoryCallbackElement): Failure {
  const { code, message, entry } = readMemoryError(asObject(error) ?? {});
  return {
    code: entry?.code ?? 'unrecognized',
    ...(entry ? { entry } : {}),
    vendor: {
      ...(code === undefined ? {} : { code }),
      ...(message === undefined ? {} : { message }),
    },
  };
}

function translateMessage(element: MemoryCallbackElement, id: string, raw: unknown): CallbackItem {
  const message = asObject(element.message);
  const type = asText(message?.type);
  const phone = asText(element.from);
  if (!message || type === undefined || phone === undefined) {
    return unknown(raw, 'A message without its sender, its type or its content.');
  }
  const name = asText(element.name);
  const answered = asText(element.answers);
  const item: InboundItem = {
    kind: 'inbound',
    id: itemId('inbound', id),
    ...timeOf(element),
    ids: { providerIds: [id] },
    from: { phone, ...(name === undefined ? {} : { name }) },
    type,
    message,
    raw,
  };
  return answered === undefined ? item : { ...item, answers: { providerIds: [answered] } };
}

function timeOf({ at }: MemoryCallbackElement): { occurredAt?: string } {
  const isTime = typeof at === 'string' && ISO_UTC.test(at) && !Number.isNaN(Date.parse(at));
  return isTime ? { occurredAt: at } : {};
}

function isStatus(status: unknown): status is DeliveryStatus {
  return STATUSES.includes(status);
}

function unknown(raw: unknown, reason: string): UnknownItem {
  return { kind: 'unknown', id: itemId('unknown', JSON.stringify(raw)), reason, raw };
}

// Kept whole, for somebody will want to see it: parsed where it is JSON, else as text.
function notAList({ method, query, body }: Callback): UnknownItem {
  const bytes = Buffer.from(body);
  const raw = { method, query, body: parseJson(body) ?? bytes.toString('utf8') };
  const id = itemId('unknown', method, JSON.stringify(query), bytes.toString('latin1'));
  return { kind: 'unknown', id, reason: 'A callback that is no JSON list.', raw };
}

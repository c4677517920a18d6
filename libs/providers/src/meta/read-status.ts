import type { CallbackItem, DeliveryStatus, WhatsAppUser } from '../callback-item.js';
import type { JsonObject } from '../http/vendor-reply.js';
import { itemId } from '../item-id.js';
import { asObject, asText } from '../json.js';
import { readErrors } from './failure.js';
import { at, ignoredItem, quoted, unknownItem, type Around } from './items.js';
import { isIdentified } from './message-ids.js';
import type { MetaDialect } from './meta-dialect.js';
import type { MetaStatus } from './meta.wire.js';
import { readUser } from './whatsapp-user.js';

const WORDS: ReadonlyMap<string, DeliveryStatus> = new Map([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['played', 'played'],
  ['failed', 'failed'],
]);

/** One of `statuses`. Never throws. */
export function readStatus(raw: unknown, around: Around, dialect: MetaDialect): CallbackItem {
  const part = { raw };
  const status: (MetaStatus & JsonObject) | undefined = asObject(raw);
  if (!status) return unknownItem('A status is not an object.', part);
  const type = asText(status.type);
  if (type !== undefined) {
    // The status of a payment has the same words, and says nothing about the delivery.
    return type === 'payment' || dialect.ignoredTypes?.includes(type)
      ? ignoredItem(type, { raw, time: status.timestamp })
      : unknownItem(`A status has a type ${quoted(type)} that is not known.`, part);
  }
  const word = asText(status.status)?.toLowerCase();
  if (word === 'deleted') return ignoredItem('deleted', { raw, time: status.timestamp });
  const known = word === undefined ? undefined : (WORDS.get(word) ?? dialect.words?.get(word));
  if (!known) return unknownItem(`The status ${quoted(word)} is not known.`, part);
  return readDelivery(status, known, around, dialect);
}

function readDelivery(
  status: MetaStatus & JsonObject,
  word: DeliveryStatus,
  around: Around,
  dialect: MetaDialect,
): CallbackItem {
  const ids = dialect.statusIds(status);
  if (!isIdentified(ids)) {
    return unknownItem('A status carries no id of a message.', { raw: status });
  }
  const recipient = readRecipient(status, around);
  const failure =
    word === 'failed' ? (dialect.failure?.(status) ?? readFailure(status, dialect)) : undefined;
  return {
    kind: 'status',
    id: itemId(
      'status',
      word,
      asText(status.timestamp),
      asText(status.recipient_participant_id) ?? asText(status.recipient_id),
      failure?.vendor.code,
      ids.reference,
      ...ids.providerIds,
    ),
    ...at(status.timestamp),
    status: word,
    ids,
    ...(Object.keys(recipient).length > 0 ? { recipient } : {}),
    ...(failure ? { failure } : {}),
    ...(status.pricing === undefined ? {} : { pricing: status.pricing }),
    ...(status.conversation === undefined ? {} : { conversation: status.conversation }),
    raw: status,
  };
}

function readFailure(status: MetaStatus, { source }: MetaDialect) {
  return readErrors(source, status.errors) ?? { code: 'unrecognized' as const, vendor: {} };
}

function readRecipient(status: MetaStatus, { contacts }: Around): WhatsAppUser {
  const isGroup = status.recipient_type === 'group';
  const phone = isGroup ? status.recipient_participant_id : status.recipient_id;
  return readUser(phone, status.recipient_user_id, contacts);
}

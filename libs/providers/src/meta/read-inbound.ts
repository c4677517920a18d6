import type { CallbackItem, InboundMedia, MessageIds } from '../callback-item.js';
import type { JsonObject } from '../http/vendor-reply.js';
import { itemId } from '../item-id.js';
import { asObject, asText } from '../json.js';
import { at, unknownItem, type Around } from './items.js';
import { messageIds } from './message-ids.js';
import type { MetaDialect } from './meta-dialect.js';
import type { MetaInbound, MetaMedia } from './meta.wire.js';
import { readUser } from './whatsapp-user.js';

/** One of `messages`, of whatever type: also of those that Meta adds later. Never throws. */
export function readInbound(
  raw: unknown,
  { contacts }: Around,
  dialect: MetaDialect,
): CallbackItem {
  const message: (MetaInbound & JsonObject) | undefined = asObject(raw);
  if (!message) return unknownItem('A message from a user is not an object.', { raw });
  const id = asText(message.id);
  const type = typeof message.type === 'string' ? asText(message.type) : undefined;
  if (id === undefined) return unknownItem('A message from a user has no id.', { raw });
  if (type === undefined) return unknownItem('A message from a user has no type.', { raw });
  const answers = dialect.answers?.(message) ?? readAnswers(message);
  const content = asObject(message[type]);
  const media = readMedia(content, content && dialect.mediaUrl?.(content));
  return {
    kind: 'inbound',
    // Meta's id alone is the fact: a vendor's redelivery may come with another time.
    id: itemId('inbound', id),
    ...at(message.timestamp),
    ids: messageIds([id]),
    from: readUser(message.from, message.from_user_id, contacts),
    type,
    message: dialect.asMeta?.(message) ?? message,
    ...(answers ? { answers } : {}),
    ...(media ? { media } : {}),
    raw: message,
  };
}

/** What Meta says of the message that is answered or reacted to. */
export function readAnswers(message: MetaInbound): MessageIds | undefined {
  const ids = messageIds([asObject(message.context)?.id, asObject(message.reaction)?.message_id]);
  return ids.providerIds.length > 0 ? ids : undefined;
}

/**
 * The file that a message's content describes; `link` is the vendor's link to it, where it stands elsewhere. Every file has
 * a type and a digest, and nothing else has: so a new kind of file is seen too.
 */
export function readMedia(
  content: (MetaMedia & JsonObject) | undefined,
  link: unknown,
): InboundMedia | undefined {
  const mimeType = asText(content?.mime_type);
  const sha256 = asText(content?.sha256);
  if (!content || (mimeType === undefined && sha256 === undefined)) return undefined;
  const url = asText(link) ?? asText(content.url);
  const id = asText(content.id);
  const filename = asText(content.filename);
  return {
    ...(url ? { url } : {}),
    ...(id ? { id } : {}),
    ...(mimeType ? { mimeType } : {}),
    ...(sha256 ? { sha256 } : {}),
    ...(filename ? { filename } : {}),
  };
}

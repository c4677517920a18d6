import { canonicalJson } from 'waypost/messages';
import type { InboundItem, InboundMedia } from '../callback-item.js';
import type { JsonObject } from '../http/vendor-reply.js';
import { itemId } from '../item-id.js';
import { asList, asObject, asText } from '../json.js';
import { at } from '../meta/items.js';
import { isIdentified, messageIds } from '../meta/message-ids.js';
import { asPhone } from '../meta/whatsapp-user.js';
import { jsonIn, objectIn } from './kaleyra.fields.js';
import type { KaleyraInboundVariables } from './kaleyra.wire.js';

const MEDIA: ReadonlySet<string> = new Set(['image', 'video', 'audio', 'document', 'sticker']);

/**
 * A message from a user that came through a profile of variables, as version 1 sends it, put into Meta's message
 * object. Undefined where its type has content that the variables cannot carry.
 *
 * These callbacks give the message no id. So the item's id is made of everything they say, text included: two
 * messages of one second must stay two.
 */
export function readInboundVariables(
  fields: KaleyraInboundVariables & JsonObject,
  raw: unknown,
): InboundItem | undefined {
  const message = toMessage(fields);
  const type = asText(message?.type);
  const phone = asPhone(fields.from) ?? asPhone(fields.mobile);
  if (!message || type === undefined || phone === undefined) return undefined;
  const ids = messageIds([message.id]);
  const answers = messageIds([fields.reply_to]);
  const media = mediaOf(fields);
  const name = asText(fields.name);
  return {
    kind: 'inbound',
    id: itemId('inbound', ids.providerIds[0] ?? canonicalJson(fields)),
    ...at(fields.created_at),
    ids,
    from: { phone, ...(name === undefined ? {} : { name }) },
    type,
    message,
    ...(isIdentified(answers) ? { answers } : {}),
    ...(media ? { media } : {}),
    raw,
  };
}

function toMessage(fields: KaleyraInboundVariables): JsonObject | undefined {
  const given = objectIn(fields.message);
  if (given && asText(given.type) !== undefined) return given;
  const word = asText(fields.type)?.toLowerCase();
  if (word === undefined) return undefined;
  // Version 1 calls a recorded message `voice`; for Meta it is audio with a mark.
  const type = word === 'voice' ? 'audio' : word;
  const content = contentOf(type, word, fields);
  if (content === undefined) return undefined;
  const from = asText(fields.from) ?? asText(fields.mobile);
  const timestamp = asText(fields.created_at);
  return {
    ...(from === undefined ? {} : { from }),
    ...(timestamp === undefined ? {} : { timestamp }),
    type,
    [type]: content,
  };
}

function contentOf(type: string, word: string, fields: KaleyraInboundVariables): unknown {
  const body =
    asText(fields.body) ?? (asObject(fields.message) ? undefined : asText(fields.message));
  if (MEDIA.has(type)) {
    const mimeType = asText(fields.mime_type);
    return {
      ...(mimeType === undefined ? {} : { mime_type: mimeType }),
      ...(body === undefined ? {} : { caption: body }),
      ...(word === 'voice' ? { voice: true } : {}),
    };
  }
  if (type === 'text') return body === undefined ? undefined : { body };
  if (type === 'button') return body === undefined ? undefined : { text: body };
  if (type === 'location') return objectIn(fields.location);
  const contacts = asList(jsonIn(fields.contacts));
  return type === 'contacts' && contacts.length > 0 ? contacts : undefined;
}

function mediaOf(fields: KaleyraInboundVariables): InboundMedia | undefined {
  const url = asText(fields.media_url);
  const mimeType = asText(fields.mime_type);
  if (url === undefined) return undefined;
  return { url, ...(mimeType === undefined ? {} : { mimeType }) };
}

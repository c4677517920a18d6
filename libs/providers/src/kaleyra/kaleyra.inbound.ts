import { canonicalJson } from 'waypost/messages';
import type { InboundItem, InboundMedia } from '../callback-item.js';
import type { JsonObject } from '../http/vendor-reply.js';
import { itemId } from '../item-id.js';
import { asList, asObject, asText } from '../json.js';
import { at } from '../meta/items.js';
import { isIdentified, messageIds } from '../meta/message-ids.js';
import { readAnswers, readMedia } from '../meta/read-inbound.js';
import { asPhone } from '../meta/whatsapp-user.js';
import { jsonIn, objectIn } from './kaleyra.fields.js';
import type { KaleyraInboundVariables } from './kaleyra.wire.js';

const MEDIA: ReadonlySet<string> = new Set(['image', 'video', 'audio', 'document', 'sticker']);
/** Types inside of Meta's `interactive`. */
const REPLIES: ReadonlySet<string> = new Set([
  'button_reply',
  'list_reply',
  'nfm_reply',
  'call_permission_reply',
]);

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
  const phone = asPhone(fields.from) ?? asPhone(fields.mobile);
  const message = phone === undefined ? undefined : toMessage(fields, phone);
  const type = asText(message?.type);
  if (!message || type === undefined || phone === undefined) return undefined;
  const ids = messageIds([message.id]);
  const answers = messageIds([fields.reply_to, ...(readAnswers(message)?.providerIds ?? [])]);
  const media = mediaOf(fields, message[type]);
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

/**
 * What the variable `message` holds is not documented: the whole of Meta's message object is taken, and so is its
 * content alone, as the object that the type names.
 */
function toMessage(fields: KaleyraInboundVariables, phone: string): JsonObject | undefined {
  const given = objectIn(fields.message);
  const kind = asText(given?.type) ?? '';
  const isReply = REPLIES.has(kind);
  const word = isReply ? 'interactive' : asText(fields.type)?.toLowerCase();
  // The content may have a type of its own, but no member that is called by it.
  if (given && kind !== '' && !isReply && (kind === word || given[kind] !== undefined))
    return given;
  if (word === undefined) return undefined;
  // Version 1 calls a recorded message `voice`; for Meta it is audio with a mark.
  const type = word === 'voice' ? 'audio' : word;
  const content = contentOf(type, word, fields);
  if (content === undefined) return undefined;
  const timestamp = asText(fields.created_at);
  return {
    // Without a plus, as Meta has it.
    from: phone.slice(1),
    ...(timestamp === undefined ? {} : { timestamp }),
    type,
    [type]: content,
  };
}

function contentOf(type: string, word: string, fields: KaleyraInboundVariables): unknown {
  // Text that only looks like JSON stays text.
  const message = jsonIn(fields.message) ?? fields.message;
  const given = asObject(message) ?? {};
  const text = asText(fields.body) ?? asText(message);
  if (MEDIA.has(type)) return fileOf(given, fields, { text, isVoice: word === 'voice' });
  if (type === 'text') return bodyOf('body', text ?? given.body ?? fields.message);
  if (type === 'button') return bodyOf('text', text ?? given.text, given);
  if (type === 'contacts') return listIn(message) ?? listIn(jsonIn(fields.contacts));
  const content = (type === 'location' ? objectIn(fields.location) : undefined) ?? given;
  return Object.keys(content).length > 0 ? content : undefined;
}

function fileOf(
  given: JsonObject,
  { mime_type }: KaleyraInboundVariables,
  { text, isVoice }: { readonly text: string | undefined; readonly isVoice: boolean },
): JsonObject {
  const mimeType = asText(mime_type);
  return {
    ...given,
    ...(mimeType === undefined ? {} : { mime_type: mimeType }),
    ...(text === undefined ? {} : { caption: text }),
    ...(isVoice ? { voice: true } : {}),
  };
}

function bodyOf(name: string, text: unknown, given: JsonObject = {}): JsonObject | undefined {
  const body = asText(text);
  return body === undefined ? undefined : { ...given, [name]: body };
}

function listIn(value: unknown): readonly unknown[] | undefined {
  const list = asList(value);
  return list.length > 0 ? list : undefined;
}

function mediaOf(
  { media_url }: KaleyraInboundVariables,
  content: unknown,
): InboundMedia | undefined {
  const url = asText(media_url);
  return readMedia(asObject(content), url) ?? (url === undefined ? undefined : { url });
}

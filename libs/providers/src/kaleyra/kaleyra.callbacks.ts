import type { CallbackItem } from '../callback-item.js';
import type { JsonObject } from '../http/vendor-reply.js';
import { asObject, asText } from '../json.js';
import type { MetaDialect } from '../meta/meta-dialect.js';
import { quoted, unknownItem } from '../meta/items.js';
import { readAccount } from '../meta/read-account.js';
import { readTemplate } from '../meta/read-template.js';
import type { Callback } from '../provider.js';
import { contentOf, filled, objectIn } from './kaleyra.fields.js';
import { readInboundVariables } from './kaleyra.inbound.js';
import { carriesFacts, readMetaObject } from './kaleyra.meta-object.js';
import { readOwnStatus } from './kaleyra.status.js';
import type {
  KaleyraCallback,
  KaleyraInboundVariables,
  KaleyraQualityVariables,
  KaleyraStatusVariables,
  KaleyraTemplateVariables,
} from './kaleyra.wire.js';

type Fields = KaleyraCallback &
  KaleyraStatusVariables &
  KaleyraInboundVariables &
  KaleyraTemplateVariables &
  KaleyraQualityVariables &
  JsonObject;

// Kaleyra says nothing of templates that Meta does not say.
const NO_DIALECT: MetaDialect = { source: 'kaleyra', statusIds: () => ({ providerIds: [] }) };

/**
 * Every item of a callback of Kaleyra's, in whichever of its shapes: Meta's object with Kaleyra's additions,
 * Kaleyra's own statuses, and the variables of a callback profile by GET or POST. Never throws, never gives nothing.
 */
export function translateKaleyra(callback: Callback): CallbackItem[] {
  const content = contentOf(callback);
  const parts: readonly unknown[] = Array.isArray(content) ? content : [content];
  const items = parts.flatMap(readPart);
  return items.length > 0 ? items : [unknownItem('The callback is empty.', { raw: content })];
}

function readPart(raw: unknown): CallbackItem[] {
  const object = asObject(raw);
  if (!object) return [unknownItem('The callback is not a JSON object.', { raw })];
  const fields: Fields = filled(object);
  const change = objectIn(fields.meta_object);
  // A status of Kaleyra's own may come with an empty object of Meta's.
  const own = change && carriesFacts(change) ? undefined : readOwnStatus(fields, raw);
  if (change && !own) return readMetaObject(change, fields, raw);
  return [own ?? readNotice(fields, raw) ?? unread(fields, raw)];
}

/** What the variables of a callback profile tell. */
function readNotice(fields: Fields, raw: unknown): CallbackItem | undefined {
  if (fields.message_template_id !== undefined || fields.message_template_name !== undefined) {
    const value = { ...fields, other_info: objectIn(fields.other_info) };
    const entry = { time: fields.time, account: fields.id };
    return readTemplate('message_template_status_update', value, NO_DIALECT, entry, raw);
  }
  if (fields.display_phone_number !== undefined && fields.event !== undefined) {
    return readAccount('phone_number_quality_update', fields, {}, raw);
  }
  return readInboundVariables(fields, raw);
}

function unread(fields: Fields, raw: unknown): CallbackItem {
  const status = asText(fields.status);
  if (status !== undefined) {
    return unknownItem(`The status ${quoted(status)} is not known, or names no message of ours.`, {
      raw,
    });
  }
  if (fields.from !== undefined) return unknownItem(unreadMessage(fields), { raw });
  return unknownItem('The callback has none of the shapes that Kaleyra documents.', { raw });
}

function unreadMessage({ type }: Fields): string {
  return type === undefined
    ? 'A message has no type; add the variable "type" to the callback profile.'
    : `A message of a type ${quoted(type)} cannot be read from the variables of its callback profile.`;
}

import type { CallbackItem } from '../callback-item.js';
import type { JsonObject } from '../http/vendor-reply.js';
import { asObject, asText } from '../json.js';
import { ignoredItem, quoted, unknownItem, type EntryFacts } from './items.js';
import type { MetaDialect } from './meta-dialect.js';
import type { MetaChange } from './meta.wire.js';
import { isAccountField, readAccount } from './read-account.js';
import { readMessages } from './read-messages.js';
import { isTemplateField, readTemplate } from './read-template.js';

/** Fields whose value holds lists of facts, with `contacts` beside them. */
const LISTS: ReadonlySet<string> = new Set(['messages', 'user_preferences']);

/** Fields that are documented and change nothing about messages, templates or the number as a sender. */
const NOT_OURS: ReadonlySet<string> = new Set([
  'automatic_events',
  'business_username_updates',
  'calls',
  'flows',
  'group_lifecycle_update',
  'group_participants_update',
  'group_settings_update',
  'group_status_update',
  'history',
  'partner_solutions',
  'payment_configuration_update',
  'smb_app_state_sync',
  'smb_message_echoes',
]);

/**
 * Every item of one change, `{ field, value }`: at least one, whatever it is. Never throws.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference
 */
export function readChange(
  raw: unknown,
  dialect: MetaDialect,
  entry: EntryFacts = {},
): CallbackItem[] {
  const part = { raw, time: entry.time };
  const change: MetaChange | undefined = asObject(raw);
  const value = asObject(change?.value);
  if (!change || !value) return [unknownItem('A change carries no object as its value.', part)];
  const field = asText(change.field);
  if (LISTS.has(field ?? '') || (field === undefined && isAboutMessages(value))) {
    return readMessages(value, dialect, part);
  }
  if (field !== undefined && isTemplateField(field)) {
    return [readTemplate(field, value, dialect, entry, raw)];
  }
  if (field !== undefined && isAccountField(field)) return [readAccount(field, value, entry, raw)];
  if (field !== undefined && NOT_OURS.has(field)) return [ignoredItem(field, part)];
  return [unknownItem(`A change has a field ${quoted(field)} that is not known.`, part)];
}

// A vendor that makes events of its own in Meta's form may leave the name of the field out.
function isAboutMessages(value: JsonObject): boolean {
  return Array.isArray(value.statuses) || Array.isArray(value.messages);
}

import type { WhatsAppUser } from '../callback-item.js';
import { asList, asObject, asText } from '../json.js';
import type { MetaContact } from './meta.wire.js';

/** A number as E.164 with `+`, whether it came with or without; undefined where it is none, such as a group's id. */
export function asPhone(value: unknown): string | undefined {
  const digits = asText(value)
    ?.replace(/[\s().-]/g, '')
    .replace(/^\+/, '');
  return digits !== undefined && /^[1-9]\d{4,14}$/.test(digits) ? `+${digits}` : undefined;
}

/** A user by number, by business-scoped id, or by both, with what the callback's `contacts` know beside it. */
export function readUser(phone: unknown, userId: unknown, contacts: unknown): WhatsAppUser {
  const contact = contactOf(asText(phone), asText(userId), asList(contacts));
  const known = {
    phone: asPhone(phone) ?? asPhone(contact?.wa_id),
    userId: asText(userId) ?? asText(contact?.user_id),
    name: asText(asObject(contact?.profile)?.name),
  };
  return {
    ...(known.phone ? { phone: known.phone } : {}),
    ...(known.userId ? { userId: known.userId } : {}),
    ...(known.name ? { name: known.name } : {}),
  };
}

/** The contact with that number or id; where nobody is named at all, the only one there is. */
function contactOf(
  phone: string | undefined,
  userId: string | undefined,
  contacts: readonly unknown[],
): MetaContact | undefined {
  const all = contacts.map(asObject).filter((contact) => contact !== undefined);
  if (phone === undefined && userId === undefined) return all.length === 1 ? all[0] : undefined;
  const number = asPhone(phone);
  return all.find(
    (contact: MetaContact) =>
      (number !== undefined && asPhone(contact.wa_id) === number) ||
      (userId !== undefined && asText(contact.user_id) === userId),
  );
}

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
export function readUser(phone: unknown, userId: unknown, contacts: Contacts): WhatsAppUser {
  const contact = contacts.find(asText(phone), asText(userId));
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

/**
 * The `contacts` of a change. Thousands of items may stand beside thousands of contacts, so these are read once and looked
 * up after that.
 */
export class Contacts {
  readonly #all: readonly MetaContact[];
  #places?: { readonly byPhone: Places; readonly byId: Places };

  constructor(contacts: unknown) {
    this.#all = asList(contacts)
      .map(asObject)
      .filter((contact) => contact !== undefined);
  }

  /** The first with that number or id; where nobody is named at all, the only one there is. */
  find(phone: string | undefined, userId: string | undefined): MetaContact | undefined {
    if (this.#all.length === 0) return undefined;
    if (phone === undefined && userId === undefined) {
      return this.#all.length === 1 ? this.#all[0] : undefined;
    }
    const { byPhone, byId } = (this.#places ??= {
      byPhone: placesBy(this.#all, ({ wa_id }) => asPhone(wa_id)),
      byId: placesBy(this.#all, ({ user_id }) => asText(user_id)),
    });
    const places = [byPhone.get(asPhone(phone)), byId.get(userId)];
    return this.#all[Math.min(...places.map((place) => place ?? Infinity))];
  }
}

type Places = ReadonlyMap<string | undefined, number>;

/** Where the first contact of each name stands; nobody is found by having none. */
function placesBy(
  contacts: readonly MetaContact[],
  nameOf: (contact: MetaContact) => string | undefined,
): Places {
  const places = new Map<string | undefined, number>();
  contacts.forEach((contact, place) => {
    const name = nameOf(contact);
    if (name !== undefined && !places.has(name)) places.set(name, place);
  });
  return places;
}

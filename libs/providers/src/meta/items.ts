import type { IgnoredItem, UnknownItem } from '../callback-item.js';
import { itemId } from '../item-id.js';
import { isoTime } from './iso-time.js';
import type { Contacts } from './whatsapp-user.js';

/** What an entry says about all its changes. */
export interface EntryFacts {
  /** The WhatsApp Business Account. */
  readonly account?: unknown;
  readonly time?: unknown;
}

/** The part of a callback that an item is read from, and what stands around it. */
export interface Part {
  readonly raw: unknown;
  /** The vendor's time of what is around it; also tells apart what is delivered again from what happens again. */
  readonly time?: unknown;
}

/** What stands beside the facts in one change. */
export interface Around {
  readonly metadata: unknown;
  readonly contacts: Contacts;
}

/** Something known that does not concern us. `reason` names it in a word, such as `payment`. */
export function ignoredItem(reason: string, part: Part): IgnoredItem {
  return {
    kind: 'ignored',
    id: wholeId('ignored', reason, part),
    ...at(part.time),
    reason,
    raw: part.raw,
  };
}

/** A shape that is not understood. `reason` is a sentence without personal data. */
export function unknownItem(reason: string, part: Part): UnknownItem {
  return {
    kind: 'unknown',
    id: wholeId('unknown', reason, part),
    ...at(part.time),
    reason,
    raw: part.raw,
  };
}

/** `occurredAt`, to be spread into an item, where the value is a time. */
export function at(time: unknown): { readonly occurredAt?: string } {
  const occurredAt = isoTime(time);
  return occurredAt === undefined ? {} : { occurredAt };
}

/** A vendor's word for a reason, or `"?"` where it may be more than a word: a number, a name, somebody's text. */
export function quoted(value: unknown): string {
  const isWord = typeof value === 'string' && /^[\w.-]{1,60}$/.test(value) && !/\d{5}/.test(value);
  return isWord ? `"${value}"` : '"?"';
}

// Where it is not known which parts make the fact, all of them do; and the same value in two places is two facts.
function wholeId(kind: string, reason: string, { raw, time }: Part): string {
  return itemId(kind, reason, JSON.stringify(raw), isoTime(time));
}

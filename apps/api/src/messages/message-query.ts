import { parsePhone } from 'waypost/messages';
import { MESSAGE_STATUSES, type MessageFilter } from 'waypost/store';
import { QueryReader } from '../query-reader.js';

const NAMES = ['sender', 'status', 'to', 'reference', 'since', 'until', 'limit', 'cursor'];
const DEFAULT_LIMIT = 50;
/** How many messages a page may have. */
export const MAX_LIMIT = 500;
const BUSINESS_SCOPED_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

/** What a caller wants to see of the messages, and where to go on. */
export interface MessageQuery {
  readonly filter: MessageFilter & { readonly sender?: string };
  readonly before?: number;
  readonly limit: number;
}

/**
 * Reads the query of the list of messages.
 * @throws ProblemException `validation_failed` naming every parameter that is wrong
 */
export function readMessageQuery(given: unknown): MessageQuery {
  const query = new QueryReader(given, NAMES);
  const filter = {
    sender: query.text('sender', 64),
    statuses: query.words('status', MESSAGE_STATUSES),
    recipient: query.parse('to', readRecipient, {
      rule: 'must be a phone number with its country code, such as +919876500001, or a business-scoped user id',
    }),
    reference: query.text('reference', 255),
    since: query.time('since'),
    until: query.time('until'),
  };
  const limit = query.whole('limit', 1, MAX_LIMIT) ?? DEFAULT_LIMIT;
  const before = query.parse('cursor', readCursor, { rule: 'must be the nextCursor of a page' });
  query.check();
  return { filter, before, limit };
}

/** The cursor of the page that ends before this position. */
export function cursorOf(next: number | null): string | null {
  return next === null ? null : `m${next.toString(36)}`;
}

/** The position that a cursor of a page stands for; undefined where it is none. */
export function readCursor(text: string): number | undefined {
  const position = /^m[0-9a-z]{1,11}$/.test(text) ? parseInt(text.slice(1), 36) : NaN;
  return Number.isSafeInteger(position) ? position : undefined;
}

/** A phone number, or a business-scoped user id as it is; undefined where the text is neither. */
export function readRecipient(text: string): string | undefined {
  if (BUSINESS_SCOPED_ID.test(text)) return text;
  // A plus that was not escaped arrives as a space.
  return parsePhone(text.replace(/^ /, '+'));
}

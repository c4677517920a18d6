import type { InboundFilter } from 'waypost/store';
import { readCursor, readRecipient } from '../messages/message-query.js';
import { QueryReader } from '../query-reader.js';

const NAMES = ['sender', 'from', 'type', 'since', 'until', 'limit', 'cursor'];
const DEFAULT_LIMIT = 50;
/** How many messages a page may have. */
export const MAX_LIMIT = 500;

/** What a caller wants to see of users' messages, and where to go on. */
export interface InboundQuery {
  readonly filter: InboundFilter & { readonly sender?: string };
  readonly before?: number;
  readonly limit: number;
}

/**
 * Reads the query of the list of users' messages.
 * @throws ProblemException `validation_failed` naming every parameter that is wrong
 */
export function readInboundQuery(given: unknown): InboundQuery {
  const query = new QueryReader(given, NAMES);
  const filter = {
    sender: query.text('sender', 64),
    from: query.parse('from', readRecipient, {
      rule: 'must be a phone number with its country code, such as +919876500001, or a business-scoped user id',
    }),
    type: query.text('type', 64),
    since: query.time('since'),
    until: query.time('until'),
  };
  const limit = query.whole('limit', 1, MAX_LIMIT) ?? DEFAULT_LIMIT;
  const before = query.parse('cursor', readCursor, { rule: 'must be the nextCursor of a page' });
  query.check();
  return { filter, before, limit };
}

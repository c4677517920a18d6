import type { InboundFilter } from 'waypost/store';
import { readPage, type PageRange } from '../paging.js';
import { QueryReader } from '../query-reader.js';

const NAMES = ['sender', 'from', 'type', 'since', 'until', 'limit', 'cursor'];
/** How many messages a page may have. */
export const MAX_LIMIT = 500;

/** What a caller wants to see of users' messages, and where to go on. */
export interface InboundQuery {
  readonly filter: InboundFilter & { readonly sender?: string };
  readonly page: PageRange;
}

/**
 * Reads the query of the list of users' messages.
 * @throws ProblemException `validation_failed` naming every parameter that is wrong
 */
export function readInboundQuery(given: unknown): InboundQuery {
  const query = new QueryReader(given, NAMES);
  const filter = {
    sender: query.text('sender', 64),
    from: query.user('from'),
    type: query.text('type', 64),
    since: query.time('since'),
    until: query.time('until'),
  };
  const page = readPage(query, MAX_LIMIT);
  query.check();
  return { filter, page };
}

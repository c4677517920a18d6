import { MESSAGE_STATUSES, type MessageFilter } from 'waypost/store';
import { readPage, type PageRange } from '../paging.js';
import { QueryReader } from '../query-reader.js';
import { CATEGORIES, CATEGORY_RULE } from './message-category.js';

const NAMES = [
  ...['sender', 'status', 'to', 'reference', 'category', 'template'],
  ...['since', 'until', 'limit', 'cursor'],
];
/** How many messages a page may have. */
export const MAX_LIMIT = 500;

/** What a caller wants to see of the messages, and where to go on. */
export interface MessageQuery {
  readonly filter: MessageFilter & { readonly sender?: string };
  readonly page: PageRange;
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
    recipient: query.user('to'),
    reference: query.text('reference', 255),
    category: query.parse('category', (text) => CATEGORIES.find((each) => each === text), {
      rule: CATEGORY_RULE,
    }),
    template: query.text('template', 512),
    since: query.time('since'),
    until: query.time('until'),
  };
  const page = readPage(query, MAX_LIMIT);
  query.check();
  return { filter, page };
}

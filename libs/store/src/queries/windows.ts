import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { Schema } from '../schema.js';
import type { Statement } from '../step.js';
import { plain } from './plain.js';

/** A condition of a list. */
export type Condition = RawBuilder<boolean>;

/** The tables that are listed newest first, window by window (`sql/walk.ts`). */
type Listed = 'messages' | 'callbacks' | 'inbound';

/** How many rows one read of a list looks at, so that a filter that fits little stalls no commit. */
const WINDOW = 2_000;

const position = sql<number>`${sql.ref('position')}`;

/** Where the window before a position ends: → the position of the first row that is not in it, or nothing. */
export function endOfWindow<Table extends Listed>(
  query: SelectQueryBuilder<Schema, Table, object>,
  conditions: readonly Condition[],
  before: number,
): Statement {
  return plain(
    query
      .select(position.as('position'))
      .where(sql<boolean>`${position} < ${before}`)
      .where((eb) => eb.and([...conditions]))
      .orderBy(position, 'desc')
      .offset(WINDOW)
      .limit(1)
      .compile(),
  );
}

/** The rows that fit between two positions, newest first. */
export function rowsBetween<Table extends Listed>(
  query: SelectQueryBuilder<Schema, Table, object>,
  conditions: readonly Condition[],
  range: { readonly after: number; readonly before: number; readonly limit: number },
): Statement {
  return plain(
    query
      .where(sql<boolean>`${position} > ${range.after}`)
      .where(sql<boolean>`${position} < ${range.before}`)
      .where((eb) => eb.and([...conditions]))
      .orderBy(position, 'desc')
      .limit(range.limit)
      .compile(),
  );
}

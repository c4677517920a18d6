import { type RawBuilder, sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { MessageFilter } from '../operations.js';
import type { Statement } from '../step.js';
import { plain } from './plain.js';
import { MESSAGE_FIELDS, textsIn } from './select-rows.js';

type Condition = RawBuilder<boolean>;

/** How many rows one read of a list looks at, so that a filter that fits little stalls no commit. */
export const WINDOW = 2_000;

/** Where the window before a position ends: → the position of the first row that is not in it, or nothing. */
export function windowEnd(db: Compiler, filter: MessageFilter, before: number): Statement {
  return plain(
    db
      .selectFrom('messages')
      .select('position')
      .where('position', '<', before)
      .where((eb) => eb.and(indexed(filter)))
      .orderBy('position', 'desc')
      .offset(WINDOW)
      .limit(1)
      .compile(),
  );
}

/** The messages that fit between two positions, newest first. */
export function listBetween(
  db: Compiler,
  dialect: Dialect,
  filter: MessageFilter,
  range: { readonly after: number; readonly before: number; readonly limit: number },
): Statement {
  return plain(
    db
      .selectFrom('messages')
      .select(MESSAGE_FIELDS)
      .where('position', '>', range.after)
      .where('position', '<', range.before)
      .where((eb) => eb.and([...indexed(filter), ...narrowing(filter, dialect)]))
      .orderBy('position', 'desc')
      .limit(range.limit)
      .compile(),
  );
}

/** What an index can answer in the order of positions. */
function indexed({ senders, reference }: MessageFilter): Condition[] {
  return [
    ...(reference === undefined ? [] : [sql<boolean>`reference = ${reference}`]),
    ...(senders?.length === 1 ? [sql<boolean>`sender = ${senders[0]}`] : []),
  ];
}

function narrowing(filter: MessageFilter, dialect: Dialect): Condition[] {
  const { senders, statuses, recipient, template, category, type, since, until } = filter;
  // With an index of its own for the senders SQLite would have to sort; the plus keeps it on the primary key.
  const plus = sql.raw(dialect === 'sqlite' ? '+' : '');
  const oneOf = (column: string, values: readonly string[]): Condition =>
    sql<boolean>`${plus}${sql.ref(column)} in ${textsIn(dialect, sql`${JSON.stringify(values)}`)}`;
  const when = (condition: Condition, isGiven: boolean): Condition[] =>
    isGiven ? [condition] : [];
  return [
    ...(senders && senders.length !== 1 ? [oneOf('sender', senders)] : []),
    ...(statuses ? [oneOf('status', statuses)] : []),
    ...when(sql`recipient = ${recipient}`, recipient !== undefined),
    ...when(sql`template = ${template}`, template !== undefined),
    ...when(sql`category = ${category}`, category !== undefined),
    ...when(sql`type = ${type}`, type !== undefined),
    ...when(sql`created_at >= ${since}`, since !== undefined),
    ...when(sql`created_at < ${until}`, until !== undefined),
  ];
}

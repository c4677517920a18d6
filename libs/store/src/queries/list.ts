import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { MessageFilter } from '../operations.js';
import type { Statement } from '../step.js';
import { MESSAGE_FIELDS, textsIn } from './select-rows.js';
import { endOfWindow, rowsBetween, type Condition } from './windows.js';

/** Where the window before a position ends: → the position of the first row that is not in it, or nothing. */
export function windowEnd(db: Compiler, filter: MessageFilter, before: number): Statement {
  return endOfWindow(db.selectFrom('messages'), indexed(filter), before);
}

/** The messages that fit between two positions, newest first. */
export function listBetween(
  db: Compiler,
  dialect: Dialect,
  filter: MessageFilter,
  range: { readonly after: number; readonly before: number; readonly limit: number },
): Statement {
  const conditions = [...indexed(filter), ...narrowing(filter, dialect)];
  return rowsBetween(db.selectFrom('messages').select(MESSAGE_FIELDS), conditions, range);
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

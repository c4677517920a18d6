import { sql } from 'kysely';
import type { CallbackFilter, CallbackRow } from '../callbacks.js';
import type { Compiler, Dialect } from '../dialect.js';
import type { Fields } from '../engine.js';
import type { Statement } from '../step.js';
import { CALLBACK_KEPT, CALLBACK_PENDING } from './conditions.js';
import { prepared } from './prepared.js';
import { numbersIn, textsIn } from './select-rows.js';
import { endOfWindow, rowsBetween, type Condition } from './windows.js';

type Bind<P> = (values: P) => Statement;

/** What a list shows. The rest may be megabytes, of each. */
const LISTED = [
  'position',
  'sender',
  'provider',
  'received_at as receivedAt',
  'outcome',
  'shape',
  'summary',
  'settled_at as settledAt',
] as const;

const FIELDS = [...LISTED, 'method', 'headers', 'query', 'is_base64 as isBase64', 'body'] as const;

export interface CallbackReads {
  readonly findCallback: Bind<{ position: number }>;
  readonly pendingCallbacks: Bind<{ after: number; limit: number }>;
  /** → size of the body, of the same */
  readonly pendingSizes: Bind<{ after: number; limit: number }>;
  /** → position */
  readonly reopenCallbacks: Bind<{ positions: string }>;
}

export function callbackReads(db: Compiler, dialect: Dialect): CallbackReads {
  const callbacks = db.selectFrom('callbacks').select(FIELDS);
  const size = sql<number>`octet_length(body)`;
  return {
    findCallback: prepared('find-callback', (p) => callbacks.where('position', '=', p('position'))),
    pendingCallbacks: prepared('pending-callbacks', (p) =>
      callbacks
        .where(CALLBACK_PENDING)
        .where('position', '>', p('after'))
        .orderBy('position')
        .limit(p('limit')),
    ),
    pendingSizes: prepared('pending-sizes', (p) =>
      db
        .selectFrom('callbacks')
        .select(size.as('size'))
        .where(CALLBACK_PENDING)
        .where('position', '>', p('after'))
        .orderBy('position')
        .limit(p('limit')),
    ),
    reopenCallbacks: prepared('reopen-callbacks', (p) =>
      db
        .updateTable('callbacks')
        .set({ outcome: 'pending', settled_at: null })
        .where('position', 'in', numbersIn(dialect, p('positions')))
        .where(sql<boolean>`outcome <> 'pending'`)
        .returning('position'),
    ),
  };
}

export function callbackRow({ isBase64, body, headers, query, ...fields }: Fields): CallbackRow {
  const encoding = isBase64 === 1 ? 'base64' : 'utf8';
  return {
    ...fields,
    headers: JSON.parse(String(headers)) as Record<string, string>,
    query: JSON.parse(String(query)) as Record<string, string>,
    body: Buffer.from(String(body), encoding),
  } as unknown as CallbackRow;
}

/** Where the window before a position ends: → the position of the first row that is not in it, or nothing. */
export function callbackWindowEnd(db: Compiler, filter: CallbackFilter, before: number): Statement {
  return endOfWindow(db.selectFrom('callbacks'), indexed(filter), before);
}

/** The callbacks that fit between two positions, newest first. */
export function callbacksBetween(
  db: Compiler,
  dialect: Dialect,
  filter: CallbackFilter,
  range: { readonly after: number; readonly before: number; readonly limit: number },
): Statement {
  const conditions = [...indexed(filter), ...narrowing(filter, dialect)];
  return rowsBetween(db.selectFrom('callbacks').select(LISTED), conditions, range);
}

/** What somebody should look at is rare among what was applied. */
function indexed({ outcomes }: CallbackFilter): Condition[] {
  const isKept = outcomes?.every((outcome) => outcome === 'unknown' || outcome === 'failed');
  if (isKept) return [CALLBACK_KEPT];
  return outcomes?.length === 1 && outcomes[0] === 'pending' ? [CALLBACK_PENDING] : [];
}

function narrowing(
  { senders, outcomes, since, until }: CallbackFilter,
  dialect: Dialect,
): Condition[] {
  const oneOf = (column: string, values: readonly string[]): Condition =>
    sql<boolean>`${sql.ref(column)} in ${textsIn(dialect, sql`${JSON.stringify(values)}`)}`;
  return [
    ...(senders ? [oneOf('sender', senders)] : []),
    ...(outcomes ? [oneOf('outcome', outcomes)] : []),
    ...(since === undefined ? [] : [sql<boolean>`received_at >= ${since}`]),
    ...(until === undefined ? [] : [sql<boolean>`received_at < ${until}`]),
  ];
}

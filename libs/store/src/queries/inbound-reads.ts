import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { Fields } from '../engine.js';
import type { InboundFilter, InboundRow } from '../inbound.js';
import type { Statement } from '../step.js';
import { prepared } from './prepared.js';
import { numbersIn, textsIn } from './select-rows.js';
import { endOfWindow, rowsBetween, type Condition } from './windows.js';

type Bind<P> = (values: P) => Statement;

/** What a message of a user is read as. */
const FIELDS = [
  'position',
  'id',
  'sender',
  'provider',
  'item_id as itemId',
  'user_phone as userPhone',
  'user_id as userId',
  'user_name as userName',
  'type',
  'content',
  'answers',
  'wamid',
  'provider_ids as providerIds',
  'at',
  'received_at as receivedAt',
  'media',
  'media_state as mediaState',
  'media_attempts as mediaAttempts',
  'media_due_at as mediaDueAt',
  'media_result as mediaResult',
] as const;

export interface InboundReads {
  readonly findInbound: Bind<{ id: string }>;
  readonly inboundAt: Bind<{ positions: string }>;
}

export function inboundReads(db: Compiler, dialect: Dialect): InboundReads {
  const inbound = db.selectFrom('inbound').select(FIELDS);
  return {
    findInbound: prepared('find-inbound', (p) => inbound.where('id', '=', p('id'))),
    inboundAt: prepared('inbound-at', (p) =>
      inbound.where('position', 'in', numbersIn(dialect, p('positions'))).orderBy('position'),
    ),
  };
}

export function inboundRow(fields: Fields): InboundRow {
  const providerIds = JSON.parse(String(fields.providerIds)) as string[];
  return { ...fields, providerIds } as unknown as InboundRow;
}

/** Where the window before a position ends: → the position of the first row that is not in it, or nothing. */
export function inboundWindowEnd(db: Compiler, filter: InboundFilter, before: number): Statement {
  return endOfWindow(db.selectFrom('inbound'), indexed(filter), before);
}

/** The messages that fit between two positions, newest first. */
export function inboundBetween(
  db: Compiler,
  dialect: Dialect,
  filter: InboundFilter,
  range: { readonly after: number; readonly before: number; readonly limit: number },
): Statement {
  const conditions = [...indexed(filter), ...narrowing(filter, dialect)];
  return rowsBetween(db.selectFrom('inbound').select(FIELDS), conditions, range);
}

function indexed({ senders }: InboundFilter): Condition[] {
  return senders?.length === 1 ? [sql<boolean>`sender = ${senders[0]}`] : [];
}

function narrowing(
  { senders, from, type, since, until }: InboundFilter,
  dialect: Dialect,
): Condition[] {
  // With an index of its own for the senders SQLite would have to sort; the plus keeps it on the primary key.
  const sender = sql.raw(dialect === 'sqlite' ? '+sender' : 'sender');
  const when = (condition: Condition, isGiven: boolean): Condition[] =>
    isGiven ? [condition] : [];
  return [
    ...when(
      sql`${sender} in ${textsIn(dialect, sql`${JSON.stringify(senders)}`)}`,
      senders != null && senders.length !== 1,
    ),
    ...when(sql`(user_phone = ${from} or user_id = ${from})`, from !== undefined),
    ...when(sql`type = ${type}`, type !== undefined),
    ...when(sql`received_at >= ${since}`, since !== undefined),
    ...when(sql`received_at < ${until}`, until !== undefined),
  ];
}

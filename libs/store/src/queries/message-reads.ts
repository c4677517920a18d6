import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { Statement } from '../step.js';
import { DUE, OPEN, PARKED, READY, UNDECIDED } from './conditions.js';
import { prepared } from './prepared.js';
import {
  ATTEMPT_FIELDS,
  EVENT_FIELDS,
  EVIDENCE_FIELDS,
  MESSAGE_FIELDS,
  numbersIn,
} from './select-rows.js';

type Bind<P> = (values: P) => Statement;

export interface MessageReads {
  readonly find: Bind<{ id: string }>;
  readonly get: Bind<{ positions: string }>;
  readonly attemptsOf: Bind<{ message: number }>;
  readonly eventsOf: Bind<{ message: number }>;
  readonly evidenceOf: Bind<{ message: number }>;
  readonly openEvidence: Bind<{ after: number; limit: number }>;
  readonly parked: Bind<{ after: number; limit: number }>;
  readonly parkedBefore: Bind<{ before: number }>;
  readonly aliasesOf: Bind<{ message: number }>;
  readonly evidenceAt: Bind<{ positions: string }>;
  readonly feed: Bind<{ xact: number; position: number; limit: number }>;
  readonly ready: Bind<Record<string, never>>;
  readonly scheduled: Bind<Record<string, never>>;
  readonly unsettled: Bind<{ sender: string }>;
}

/** `feedBase` is what the events' `xact` counts from. */
export function messageReads(db: Compiler, dialect: Dialect, feedBase: number): MessageReads {
  const messages = db.selectFrom('messages').select(MESSAGE_FIELDS);
  return {
    find: prepared('find', (p) => messages.where('id', '=', p('id'))),
    get: prepared('get', (p) =>
      messages.where('position', 'in', numbersIn(dialect, p('positions'))),
    ),
    ...history(db),
    ...evidenceReads(db, dialect),
    feed: feed(db, dialect, feedBase),
    ...counts(db),
  };
}

function history(db: Compiler): Pick<MessageReads, 'attemptsOf' | 'eventsOf' | 'aliasesOf'> {
  return {
    attemptsOf: prepared('attempts-of', (p) =>
      db
        .selectFrom('attempts')
        .select(ATTEMPT_FIELDS)
        .where('message', '=', p('message'))
        .orderBy('n'),
    ),
    eventsOf: prepared('events-of', (p) =>
      events(db).where('e.message', '=', p('message')).orderBy('e.sequence'),
    ),
    aliasesOf: prepared('aliases-of', (p) =>
      db
        .selectFrom('provider_ids')
        .select(['provider_id as providerId', 'attempt'])
        .where('message', '=', p('message'))
        .orderBy('attempt')
        .orderBy('provider_id'),
    ),
  };
}

type EvidenceReads = 'evidenceOf' | 'openEvidence' | 'parked' | 'parkedBefore' | 'evidenceAt';

function evidenceReads(db: Compiler, dialect: Dialect): Pick<MessageReads, EvidenceReads> {
  const evidence = db.selectFrom('evidence').select(EVIDENCE_FIELDS);
  return {
    evidenceOf: prepared('evidence-of', (p) =>
      evidence.where('message', '=', p('message')).orderBy('position'),
    ),
    openEvidence: prepared('open-evidence', (p) =>
      evidence
        .where(UNDECIDED)
        .where('position', '>', p('after'))
        .orderBy('position')
        .limit(p('limit')),
    ),
    parked: prepared('parked', (p) =>
      evidence
        .where(PARKED)
        .where('position', '>', p('after'))
        .orderBy('position')
        .limit(p('limit')),
    ),
    parkedBefore: prepared('parked-before', (p) =>
      db
        .selectFrom('evidence')
        .select('position')
        .where(PARKED)
        .where('received_at', '<', p('before'))
        .orderBy('position', 'desc')
        .limit(1),
    ),
    evidenceAt: prepared('evidence-at', (p) =>
      evidence.where('position', 'in', numbersIn(dialect, p('positions'))),
    ),
  };
}

function events(db: Compiler) {
  return db
    .selectFrom('events as e')
    .leftJoin('messages', 'messages.position', 'e.message')
    .select(EVENT_FIELDS);
}

/**
 * PostgreSQL draws positions before it commits, so a later commit may have an earlier position. The feed therefore
 * follows the transactions there, and stops before the oldest that still runs.
 */
function feed(db: Compiler, dialect: Dialect, feedBase: number): MessageReads['feed'] {
  return prepared('feed', (p) =>
    dialect === 'sqlite'
      ? events(db).where('e.position', '>', p('position')).orderBy('e.position').limit(p('limit'))
      : events(db)
          .where(sql<boolean>`(e.xact, e.position) > (${p('xact')}, ${p('position')})`)
          .where(
            sql<boolean>`e.xact < ${sql.lit(feedBase)}::bigint + pg_snapshot_xmin(pg_current_snapshot())::text::bigint`,
          )
          .orderBy('e.xact')
          .orderBy('e.position')
          .limit(p('limit')),
  );
}

function counts(db: Compiler): Pick<MessageReads, 'ready' | 'scheduled' | 'unsettled'> {
  const count = sql<number>`count(*)`;
  const messages = db.selectFrom('messages');
  return {
    ready: prepared('ready', () =>
      db
        .selectFrom(
          messages
            .where(READY)
            .select(['sender', 'priority', count.as('count')])
            .select(sql<number>`min(position)`.as('first'))
            .groupBy(['sender', 'priority'])
            .as('depth'),
        )
        .innerJoin('messages', 'messages.position', 'depth.first')
        .select(['depth.sender', 'depth.priority', 'depth.count'])
        .select('messages.created_at as oldestAt'),
    ),
    scheduled: prepared('scheduled', () =>
      messages
        .where(DUE)
        .select(['sender', count.as('count'), sql<number>`min(due_at)`.as('nextAt')])
        .groupBy('sender'),
    ),
    unsettled: prepared('unsettled', (p) =>
      messages
        .where(READY)
        .where('sender', '=', p('sender'))
        .select(count.as('count'))
        .unionAll(messages.where(DUE).where('sender', '=', p('sender')).select(count.as('count')))
        .unionAll(messages.where(OPEN).where('sender', '=', p('sender')).select(count.as('count'))),
    ),
  };
}

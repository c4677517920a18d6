import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { Statement } from '../step.js';
import { DUE, OPEN, QUEUED, READY, UNKNOWN } from './conditions.js';
import { prepared } from './prepared.js';
import { rowsIn } from './rows-in.js';
import { MESSAGE_FIELDS, textsIn, WAITING_FIELDS } from './select-rows.js';

type Bind<P> = (values: P) => Statement;

/** What lanes ask for. */
export interface QueueReads {
  readonly load: Bind<{ sender: string; priority: number; after: number; limit: number }>;
  readonly loadDue: Bind<{
    sender: string;
    priority: number;
    now: number;
    afterDue: number;
    afterPosition: number;
    limit: number;
  }>;
  /** → when the next is due at each priority, null where nothing was put off */
  readonly nextDue: Bind<{ sender: string }>;
  /** → those of the given senders and priorities that have rows, 1 where there is one of the kind */
  readonly stirring: Bind<{ senders: string; now: number }>;
  readonly stuck: Bind<{ sender: string; epoch: number; limit: number }>;
  readonly unknownDue: Bind<{ senders: string; now: number; limit: number }>;
  readonly overdue: Bind<{ senders: string; now: number; limit: number }>;
  readonly openFor: Bind<{ sender: string; recipients: string }>;
}

export function queueReads(db: Compiler, dialect: Dialect): QueueReads {
  return { ...waiting(db), stirring: stirring(db, dialect), ...open(db, dialect) };
}

function waiting(db: Compiler): Pick<QueueReads, 'load' | 'loadDue' | 'nextDue'> {
  const messages = db.selectFrom('messages').select(WAITING_FIELDS);
  return {
    load: prepared('load', (p) =>
      messages
        .where(READY)
        .where('sender', '=', p('sender'))
        .where('priority', '=', sql<0>`${p('priority')}`)
        // Always 0, but only this index gives this order: PostgreSQL would else walk the primary key, past all that was
        // ever sent, because it takes the waiting rows to be everywhere.
        .where(sql<boolean>`(due_at, position) > (0, ${p('after')})`)
        .orderBy('due_at')
        .orderBy('position')
        .limit(p('limit')),
    ),
    loadDue: prepared('load-due', (p) =>
      messages
        .where(DUE)
        .where('sender', '=', p('sender'))
        .where('priority', '=', sql<0>`${p('priority')}`)
        .where('due_at', '<=', p('now'))
        .where(sql<boolean>`(due_at, position) > (${p('afterDue')}, ${p('afterPosition')})`)
        .orderBy('due_at')
        .orderBy('position')
        .limit(p('limit')),
    ),
    nextDue: prepared('next-due', (p) => {
      const first = (priority: 0 | 1 | 2) =>
        db
          .selectFrom('messages')
          .select('due_at')
          .where(DUE)
          .where('sender', '=', p('sender'))
          .where('priority', '=', sql.lit(priority))
          .orderBy('due_at')
          .limit(1);
      return db.selectNoFrom([first(0).as('high'), first(1).as('normal'), first(2).as('low')]);
    }),
  };
}

/**
 * One probe of an index for each sender, priority and kind, however many rows wait: PostgreSQL never hashes a scalar
 * subquery, as it might an EXISTS.
 */
function stirring(db: Compiler, dialect: Dialect): QueueReads['stirring'] {
  return prepared('stirring', (p) => {
    const senders = rowsIn(dialect, p('senders'), { sender: 'text', priority: 'bigint' });
    const first = db
      .selectFrom('messages')
      .select(sql.lit(1).as('one'))
      .where('messages.sender', '=', sql<string>`input.sender`)
      .where('messages.priority', '=', sql<0>`input.priority`)
      .limit(1);
    const queues = db
      .selectFrom(senders)
      .select(['input.sender', 'input.priority'])
      .select([
        first.where(READY).as('ready'),
        first.where(DUE).where('due_at', '<=', p('now')).as('due'),
      ]);
    return db
      .selectFrom(queues.as('queues'))
      .selectAll()
      .where(sql<boolean>`ready is not null or due is not null`);
  });
}

function open(
  db: Compiler,
  dialect: Dialect,
): Pick<QueueReads, 'stuck' | 'unknownDue' | 'overdue' | 'openFor'> {
  const messages = db.selectFrom('messages').select(MESSAGE_FIELDS);
  return {
    stuck: prepared('stuck', (p) =>
      messages
        .where(OPEN)
        .where('sender', '=', p('sender'))
        .where(sql<boolean>`status = 'sending'`)
        .where('epoch', '<', p('epoch'))
        .limit(p('limit')),
    ),
    unknownDue: prepared('unknown-due', (p) =>
      messages
        .where(UNKNOWN)
        .where('sender', 'in', textsIn(dialect, p('senders')))
        .where('due_at', '<=', p('now'))
        .limit(p('limit')),
    ),
    overdue: prepared('overdue', (p) =>
      messages
        .where(QUEUED)
        .where('sender', 'in', textsIn(dialect, p('senders')))
        .where('give_up_at', '<=', p('now'))
        .limit(p('limit')),
    ),
    openFor: prepared('open-for', (p) =>
      messages
        .where(OPEN)
        .where('sender', '=', p('sender'))
        .where('recipient', 'in', textsIn(dialect, p('recipients')))
        .limit(100),
    ),
  };
}

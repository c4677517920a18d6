import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { Statement } from '../step.js';
import { MEDIA_WAITING, UNANSWERED } from './conditions.js';
import { answeredBy } from './inbound-writes.js';
import { nowIn } from './message-writes.js';
import { prepared } from './prepared.js';
import { numbersIn } from './select-rows.js';

type Bind<P> = (values: P) => Statement;

/** What changes of a message of a user after it was stored. */
export interface InboundChanges {
  /** → position of those whose answered message is not known */
  readonly unanswered: Bind<{ after: number; limit: number }>;
  /** → position of those whose answered message is known now */
  readonly resolve: Bind<{ positions: string }>;
  readonly giveUp: Bind<{ positions: string; before: number }>;
  /** → position */
  readonly claimMedia: Bind<{ ttl: number; limit: number }>;
  /** → position */
  readonly endMedia: Bind<{
    position: number;
    n: number;
    state: string;
    in: number | null;
    result: string;
  }>;
}

export function inboundChanges(db: Compiler, dialect: Dialect): InboundChanges {
  return { ...answers(db, dialect), ...media(db, dialect) };
}

function answers(
  db: Compiler,
  dialect: Dialect,
): Pick<InboundChanges, 'unanswered' | 'resolve' | 'giveUp'> {
  const message = answeredBy(dialect, sql`inbound.sender`, sql`inbound.answer_ids`);
  return {
    unanswered: prepared('unanswered', (p) =>
      db
        .selectFrom('inbound')
        .select('position')
        .where(UNANSWERED)
        .where('position', '>', p('after'))
        .orderBy('position')
        .limit(p('limit')),
    ),
    resolve: prepared('resolve-answers', (p) =>
      db
        .updateTable('inbound')
        .set({ answers: message, answer_ids: null })
        .where('position', 'in', numbersIn(dialect, p('positions')))
        .where(sql<boolean>`${message} is not null`)
        .returning('position'),
    ),
    giveUp: prepared('give-up-answers', (p) =>
      db
        .updateTable('inbound')
        .set({ answer_ids: null })
        .where('position', 'in', numbersIn(dialect, p('positions')))
        .where('received_at', '<', p('before')),
    ),
  };
}

function media(db: Compiler, dialect: Dialect): Pick<InboundChanges, 'claimMedia' | 'endMedia'> {
  const now = nowIn(dialect);
  return {
    claimMedia: prepared('claim-media', (p) => {
      const due = db
        .selectFrom('inbound')
        .select('position')
        .where(MEDIA_WAITING)
        .where('media_due_at', '<=', now)
        .orderBy('media_due_at')
        .limit(p('limit'));
      return db
        .updateTable('inbound')
        .set({
          media_due_at: sql`${now} + ${p('ttl')}`,
          media_attempts: sql`media_attempts + 1`,
        })
        .where('position', 'in', dialect === 'sqlite' ? due : due.forUpdate().skipLocked())
        .returning('position');
    }),
    endMedia: prepared('end-media', (p) =>
      db
        .updateTable('inbound')
        .set({
          media_state: sql`${p('state')}`,
          media_due_at: sql`${now} + ${p('in')}`,
          media_result: p('result'),
        })
        .where('position', '=', p('position'))
        .where('media_attempts', '=', p('n'))
        .where(MEDIA_WAITING)
        .returning('position'),
    ),
  };
}

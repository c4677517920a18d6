import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { Statement } from '../step.js';
import { prepared } from './prepared.js';
import { numbersIn } from './select-rows.js';

type Bind<P> = (values: P) => Statement;

/** Each looks at the oldest rows only, by a key that it walks in order: a pass over a store without old rows is free. */
export interface PruneQueries {
  /** → position, created at, status of the oldest after a position */
  readonly oldest: Bind<{ after: number; limit: number }>;
  readonly messages: Bind<{ positions: string }>;
  readonly attempts: Bind<{ positions: string }>;
  readonly aliases: Bind<{ positions: string }>;
  readonly events: Bind<{ before: number; limit: number }>;
  readonly evidence: Bind<{ before: number; limit: number }>;
  readonly inbound: Bind<{ before: number; limit: number }>;
  readonly idempotency: Bind<{ before: number; limit: number }>;
}

export function pruneQueries(db: Compiler, dialect: Dialect): PruneQueries {
  return {
    oldest: prepared('oldest', (p) =>
      db
        .selectFrom('messages')
        .select(['position', 'created_at as createdAt', 'status'])
        .where('position', '>', p('after'))
        .orderBy('position')
        .limit(p('limit')),
    ),
    ...ofMessages(db, dialect),
    ...byAge(db),
  };
}

function ofMessages(
  db: Compiler,
  dialect: Dialect,
): Pick<PruneQueries, 'messages' | 'attempts' | 'aliases'> {
  return {
    messages: prepared('prune-messages', (p) =>
      db
        .deleteFrom('messages')
        .where('position', 'in', numbersIn(dialect, p('positions')))
        .where(sql<boolean>`status not in ('queued', 'sending', 'unknown')`)
        .returning('position'),
    ),
    attempts: prepared('prune-attempts', (p) =>
      db
        .deleteFrom('attempts')
        .where('message', 'in', numbersIn(dialect, p('positions')))
        .returning('message'),
    ),
    aliases: prepared('prune-aliases', (p) =>
      db
        .deleteFrom('provider_ids')
        .where('message', 'in', numbersIn(dialect, p('positions')))
        .returning('message'),
    ),
  };
}

function byAge(
  db: Compiler,
): Pick<PruneQueries, 'events' | 'evidence' | 'inbound' | 'idempotency'> {
  return {
    events: prepared('prune-events', (p) =>
      db
        .deleteFrom('events')
        .where('position', 'in', (eb) =>
          eb.selectFrom('events').select('position').orderBy('position').limit(p('limit')),
        )
        .where('at', '<', p('before'))
        .returning('position'),
    ),
    evidence: prepared('prune-evidence', (p) =>
      db
        .deleteFrom('evidence')
        .where('position', 'in', (eb) =>
          eb.selectFrom('evidence').select('position').orderBy('position').limit(p('limit')),
        )
        .where('received_at', '<', p('before'))
        .returning('position'),
    ),
    inbound: prepared('prune-inbound', (p) =>
      db
        .deleteFrom('inbound')
        .where('position', 'in', (eb) =>
          eb.selectFrom('inbound').select('position').orderBy('position').limit(p('limit')),
        )
        .where('received_at', '<', p('before'))
        .returning('position'),
    ),
    idempotency: prepared('prune-idempotency', (p) =>
      db
        .deleteFrom('idempotency')
        .where(
          sql<boolean>`(principal, key) in (select principal, key from idempotency where created_at < ${p('before')} order by created_at limit ${p('limit')})`,
        )
        .returning('key'),
    ),
  };
}

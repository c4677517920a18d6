import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { Statement } from '../step.js';
import { nowIn } from './message-writes.js';
import { prepared } from './prepared.js';
import { textsIn } from './select-rows.js';

const LONG_GONE_MS = 86_400_000;

type Bind<P> = (values: P) => Statement;

/** All times are the database's, so that replicas need not agree on theirs. */
export interface LeaseQueries {
  readonly seen: Bind<{ replica: string }>;
  /** → sender, epoch */
  readonly renew: Bind<{ replica: string; ttl: number }>;
  /** → id, in order */
  readonly replicas: Bind<{ ttl: number }>;
  /** → count of senders that are not deleted */
  readonly senders: Bind<Record<string, never>>;
  /** → sender, epoch of those taken */
  readonly acquire: Bind<{ replica: string; ttl: number; limit: number }>;
  readonly release: Bind<{ replica: string; senders: string }>;
  readonly releaseAll: Bind<{ replica: string }>;
  readonly forget: Bind<{ replica: string }>;
}

export function leaseQueries(db: Compiler, dialect: Dialect): LeaseQueries {
  const now = nowIn(dialect);
  return {
    ...presence(db, dialect),
    renew: prepared('renew', (p) =>
      db
        .updateTable('senders')
        .set({ lease_until: sql`${now} + ${p('ttl')}` })
        .where('owner', '=', p('replica'))
        .where('lease_until', '>', now)
        .where('deleted_at', 'is', null)
        .returning(['id', 'epoch']),
    ),
    acquire: acquire(db, dialect),
    release: prepared('release', (p) =>
      db
        .updateTable('senders')
        .set({ owner: null, lease_until: 0 })
        .where('owner', '=', p('replica'))
        .where('id', 'in', textsIn(dialect, p('senders'))),
    ),
    releaseAll: prepared('release-all', (p) =>
      db
        .updateTable('senders')
        .set({ owner: null, lease_until: 0 })
        .where('owner', '=', p('replica')),
    ),
  };
}

function presence(
  db: Compiler,
  dialect: Dialect,
): Pick<LeaseQueries, 'seen' | 'replicas' | 'senders' | 'forget'> {
  const now = nowIn(dialect);
  return {
    seen: prepared('seen', (p) =>
      db
        .insertInto('replicas')
        .values({ id: p('replica'), seen_at: now })
        .onConflict((c) => c.column('id').doUpdateSet({ seen_at: now })),
    ),
    replicas: prepared('replicas', (p) =>
      db
        .selectFrom('replicas')
        .select('id')
        .where('seen_at', '>', sql<number>`${now} - ${p('ttl')}`)
        .orderBy('id'),
    ),
    senders: prepared('senders', () =>
      db
        .selectFrom('senders')
        .select(sql<number>`count(*)`.as('count'))
        .where('deleted_at', 'is', null),
    ),
    forget: prepared('forget', (p) =>
      db.deleteFrom('replicas').where((eb) =>
        // With those that went without a word.
        eb.or([
          eb('id', '=', p('replica')),
          eb('seen_at', '<', sql<number>`${now} - ${sql.lit(LONG_GONE_MS)}`),
        ]),
      ),
    ),
  };
}

/** Whoever holds one is left alone until it expires; two replicas never wait for each other. */
function acquire(db: Compiler, dialect: Dialect): LeaseQueries['acquire'] {
  const now = nowIn(dialect);
  return prepared('acquire', (p) => {
    const free = db
      .selectFrom('senders')
      .select('id')
      .where('deleted_at', 'is', null)
      .where('lease_until', '<=', now)
      .orderBy('id')
      .limit(p('limit'));
    return db
      .updateTable('senders')
      .set({
        owner: p('replica'),
        epoch: sql`epoch + 1`,
        lease_until: sql`${now} + ${p('ttl')}`,
      })
      .where('id', 'in', dialect === 'sqlite' ? free : free.forUpdate().skipLocked())
      .returning(['id', 'epoch']);
  });
}

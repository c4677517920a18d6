import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { Statement } from '../step.js';
import { PARKED } from './conditions.js';
import { prepared } from './prepared.js';
import { numbersIn } from './select-rows.js';

type Bind<P> = (values: P) => Statement;

/** Each looks at the oldest rows only, as `PruneQueries` do. */
export interface CallbackPrunes {
  /** → position, received at, outcome of the oldest after a position */
  readonly oldestCallbacks: Bind<{ after: number; limit: number }>;
  readonly pruneCallbacks: Bind<{ positions: string }>;
  readonly pruneItems: Bind<{ before: number; limit: number }>;
  readonly pruneParked: Bind<{ before: number; limit: number }>;
}

export function callbackPrunes(db: Compiler, dialect: Dialect): CallbackPrunes {
  return {
    oldestCallbacks: prepared('oldest-callbacks', (p) =>
      db
        .selectFrom('callbacks')
        .select(['position', 'received_at as receivedAt', 'outcome'])
        .where('position', '>', p('after'))
        .orderBy('position')
        .limit(p('limit')),
    ),
    pruneCallbacks: prepared('prune-callbacks', (p) =>
      db
        .deleteFrom('callbacks')
        .where('position', 'in', numbersIn(dialect, p('positions')))
        .where(sql<boolean>`outcome <> 'pending'`)
        .returning('position'),
    ),
    pruneItems: prepared('prune-items', (p) =>
      db
        .deleteFrom('callback_items')
        .where('position', 'in', (eb) =>
          eb.selectFrom('callback_items').select('position').orderBy('position').limit(p('limit')),
        )
        .where('at', '<', p('before'))
        .returning('position'),
    ),
    pruneParked: prepared('prune-parked', (p) =>
      db
        .deleteFrom('evidence')
        .where('position', 'in', (eb) =>
          eb
            .selectFrom('evidence')
            .select('position')
            .where(PARKED)
            .orderBy('position')
            .limit(p('limit')),
        )
        .where('received_at', '<', p('before'))
        .returning('position'),
    ),
  };
}

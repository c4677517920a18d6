import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { RowsQuery } from '../step.js';
import { columnsOf, insertOf } from './input.js';

const ATTEMPT = {
  message: 'bigint',
  n: 'bigint',
  started_at: 'bigint',
  ended_at: 'bigint',
  outcome: 'text',
  provider_message_id: 'text',
  error: 'text',
} as const;

const ALIAS = {
  sender: 'text',
  provider_id: 'text',
  message: 'bigint',
  attempt: 'bigint',
} as const;

/** `base` is what `xact` counts from: see `feedBase`. */
const EVENT = {
  message: 'bigint',
  sender: 'text',
  sequence: 'bigint',
  type: 'text',
  at: 'bigint',
  data: 'text',
} as const;

export interface HistoryQueries {
  readonly attempt: RowsQuery;
  /** → of those that were new, on SQLite only: anything, sender, provider id, message, attempt */
  readonly alias: RowsQuery;
  readonly event: RowsQuery;
}

/** What is only ever added to. */
export function historyWrites(db: Compiler, dialect: Dialect, feedBase: number): HistoryQueries {
  return {
    attempt: attempts(db, dialect),
    alias: aliases(db, dialect),
    event: events(db, dialect, feedBase),
  };
}

function attempts(db: Compiler, dialect: Dialect): RowsQuery {
  const inserted = { columns: ATTEMPT, alike: ['n', 'outcome', 'error'] } as const;
  return insertOf('attempt', dialect, inserted, (rows, isBulk) =>
    db
      .insertInto('attempts')
      .columns(columnsOf(ATTEMPT))
      .expression(rows)
      .$if(!isBulk, (query) => query.onConflict((conflict) => conflict.doNothing())),
  );
}

function aliases(db: Compiler, dialect: Dialect): RowsQuery {
  const inserted = { columns: ALIAS, alike: ['sender', 'attempt'], gives: 'position' } as const;
  return insertOf('alias', dialect, inserted, (rows, isBulk) =>
    db
      .insertInto('provider_ids')
      .columns(columnsOf(ALIAS))
      .expression(rows)
      .$if(!isBulk, (query) => query.onConflict((conflict) => conflict.doNothing())),
  );
}

function events(db: Compiler, dialect: Dialect, feedBase: number): RowsQuery {
  const xact =
    dialect === 'sqlite'
      ? sql<number>`0`
      : sql<number>`${sql.lit(feedBase)}::bigint + pg_current_xact_id()::text::bigint`;
  const alike = ['sender', 'sequence', 'type'] as const;
  return insertOf('event', dialect, { columns: EVENT, alike, constants: [xact] }, (rows) =>
    db
      .insertInto('events')
      .columns([...columnsOf(EVENT), 'xact'])
      .expression(rows),
  );
}

import { StoreUnsuitable } from '../errors.js';
import { migrate } from '../migrations/migrate.js';
import { type Migration } from '../migrations/migrations.js';
import { one, type Program, type Statement } from '../step.js';

/** Any number that no other program is likely to lock. */
export const SCHEMA_LOCK = 4_937_205_518;

const statement = (sql: string): Statement => ({ name: '', sql, params: [] });

/** Below this the queries do not run. */
const OLDEST = 150_000;

/**
 * Brings the schema up to date, one replica after the other; gives `feedBase`, what the `xact` of events counts from.
 * That is 0 until a database is restored into another server, where the transactions count anew from below.
 */
export function* prepareDatabase(migrations: readonly Migration[]): Program<number> {
  const [server] = yield* one(statement('show server_version_num'));
  if (Number(server?.[0]) < OLDEST) {
    throw new StoreUnsuitable(
      'Waypost needs PostgreSQL 15 or newer; DATABASE_URL names an older server.',
    );
  }
  const [encoding] = yield* one(statement('show server_encoding'));
  if (encoding?.[0] !== 'UTF8') {
    throw new StoreUnsuitable(
      `The database that DATABASE_URL names has the encoding ${String(encoding?.[0])}, which lacks most characters: create one with encoding 'UTF8' and template template0.`,
    );
  }
  yield [statement(`select pg_advisory_xact_lock(${SCHEMA_LOCK})`)];
  yield* migrate(migrations);
  const [saved] = yield* one(statement("select value from settings where key = 'feed_base'"));
  const base = Number(saved?.[0] ?? 0);
  const [last] = yield* one(
    statement('select xact, pg_current_xact_id()::text from events order by xact desc limit 1'),
  );
  const [newest, current] = (last ?? [0, 1]).map(Number);
  if (newest === undefined || current === undefined || newest < base + current) return base;
  const raised = newest - current + 1;
  yield [
    statement(
      `insert into settings (key, value) values ('feed_base', '${raised}') on conflict (key) do update set value = excluded.value`,
    ),
  ];
  return raised;
}

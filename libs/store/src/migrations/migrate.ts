import { StoreTooNew } from '../errors.js';
import { one, type Program, type Statement } from '../step.js';
import type { Migration } from './migrations.js';

const TABLE =
  'create table if not exists settings (key text primary key not null, value text not null)';
const READ = "select value from settings where key = 'schema'";
const save = (version: number): string =>
  `insert into settings (key, value) values ('schema', '${version}') on conflict (key) do update set value = excluded.value`;

const statement = (sql: string): Statement => ({ name: '', sql, params: [] });

/**
 * Brings the schema up to date, in one transaction that only one replica runs at a time; gives how many migrations ran.
 * Throws `StoreTooNew` for a database that knows more of them.
 */
export function* migrate(migrations: readonly Migration[]): Program<number> {
  yield [statement(TABLE)];
  const [found] = yield* one(statement(READ));
  const version = Number(found?.[0] ?? 0);
  if (version > migrations.length) throw StoreTooNew.of(version, migrations.length);
  for (const sql of migrations.slice(version).flat()) yield [statement(sql)];
  if (version < migrations.length) yield [statement(save(migrations.length))];
  return migrations.length - version;
}

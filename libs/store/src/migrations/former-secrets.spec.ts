import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import pg from 'pg';
import { ENGINES, type StorePlace } from '../../../../test/stores.js';
import { migrationsFor } from './migrations.js';

const NAMES =
  'id, url, events, secret, former_secret, former_until, enabled, created_at, updated_at, since_xact, since_position';
const row = (id: string, former: string) =>
  `insert into webhooks (${NAMES}) values ('${id}', 'https://example.com/', '["*"]', 'sealed-2', ${former}, 1, 1, 1, 0, 0)`;

/** A database as the first migration alone has left it. */
function former(engine: StorePlace['engine']): readonly string[] {
  return [
    'create table settings (key text primary key not null, value text not null)',
    ...(migrationsFor(engine)[0] ?? []),
    "insert into settings (key, value) values ('schema', '1') on conflict (key) do update set value = '1'",
    row('wh_never', 'null, null'),
    row('wh_rotated', `'sealed-1', 1760000000000`),
  ];
}

async function run({ engine, url }: StorePlace, statements: readonly string[]): Promise<void> {
  if (engine === 'sqlite') {
    const file = url.slice('sqlite:'.length);
    mkdirSync(dirname(file), { recursive: true });
    const database = new Database(file);
    for (const statement of statements) database.exec(statement);
    database.close();
    return;
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

describe.each(ENGINES)('a database of an earlier version on %s', (_name, create) => {
  let place: StorePlace;

  beforeAll(async () => {
    place = await create();
    await run(place, former(place.engine));
  }, 60_000);
  afterAll(() => place.drop());

  it('is brought up to date, and its former secrets still sign', async () => {
    const store = await place.open();
    expect(await store.webhooks.find('wh_never')).toMatchObject({ formerSecrets: [] });
    expect(await store.webhooks.find('wh_rotated')).toMatchObject({
      secret: 'sealed-2',
      formerSecrets: [{ secret: 'sealed-1', until: 1_760_000_000_000 }],
    });
  });
});

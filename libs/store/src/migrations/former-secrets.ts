import { sql } from 'kysely';
import type { Compiler } from '../dialect.js';
import type { Compiles } from './tables.js';

/** Each former secret of an endpoint with an end of its own, instead of one at most. */
export function formerSecrets(db: Compiler): Compiles[] {
  const webhooks = () => db.schema.alterTable('webhooks');
  const kept = sql<string>`'[{"secret":"' || former_secret || '","until":' || former_until || '}]'`;
  return [
    webhooks().addColumn('former_secrets', 'text', (c) => c.notNull().defaultTo('[]')),
    db
      .updateTable('webhooks')
      .set({ former_secrets: kept })
      .where(sql<boolean>`former_secret is not null`),
    webhooks().dropColumn('former_secret'),
    webhooks().dropColumn('former_until'),
  ];
}

import type { Compiler, Dialect } from '../dialect.js';
import { PENDING } from '../queries/conditions.js';
import { type Compiles, int, keyed, required, table, withPosition } from './tables.js';

/** Endpoints of consumers, and what is to be delivered to them. */
export function webhookTables(db: Compiler, d: Dialect): Compiles[] {
  return [webhooks(db, d), deliveries(db, d), attempts(db, d), ...indexes(db)];
}

function webhooks(db: Compiler, d: Dialect): Compiles {
  return keyed(db, d, 'webhooks')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('url', 'text', required)
    .addColumn('events', 'text', required)
    .addColumn('senders', 'text')
    .addColumn('description', 'text')
    .addColumn('secret', 'text', required)
    .addColumn('former_secret', 'text')
    .addColumn('former_until', int(d))
    .addColumn('enabled', 'integer', required)
    .addColumn('disabled_reason', 'text')
    .addColumn('disabled_at', int(d))
    .addColumn('failing_since', int(d))
    .addColumn('failed_at', int(d))
    .addColumn('created_at', int(d), required)
    .addColumn('updated_at', int(d), required)
    .addColumn('since_xact', int(d), required)
    .addColumn('since_position', int(d), required);
}

function deliveries(db: Compiler, d: Dialect): Compiles {
  return withPosition(table(db, d, 'webhook_deliveries'), d)
    .addColumn('webhook', 'text', required)
    .addColumn('event_id', 'text', required)
    .addColumn('sender', 'text', required)
    .addColumn('type', 'text', required)
    .addColumn('message_id', 'text')
    .addColumn('body', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('tries', 'integer', required)
    .addColumn('due_at', int(d), required)
    .addColumn('claim', 'text')
    .addColumn('created_at', int(d), required)
    .addColumn('ended_at', int(d));
}

function attempts(db: Compiler, d: Dialect): Compiles {
  return keyed(db, d, 'webhook_attempts')
    .addColumn('delivery', int(d), required)
    .addColumn('n', 'integer', required)
    .addColumn('at', int(d), required)
    .addColumn('ms', int(d), required)
    .addColumn('status', 'integer')
    .addColumn('answer', 'text')
    .addColumn('error', 'text')
    .addPrimaryKeyConstraint('webhook_attempts_key', ['delivery', 'n']);
}

function indexes(db: Compiler): Compiles[] {
  const on = (name: string) => db.schema.createIndex(name).on('webhook_deliveries');
  return [
    on('webhook_deliveries_due').columns(['webhook', 'due_at', 'position']).where(PENDING),
    on('webhook_deliveries_list').columns(['webhook', 'state', 'position']),
  ];
}

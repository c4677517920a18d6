import type { Compiler, Dialect } from '../dialect.js';
import { CALLBACK_KEPT, CALLBACK_PENDING } from '../queries/conditions.js';
import { type Compiles, int, keyed, required, table, withPosition } from './tables.js';

/** Callbacks of vendors as they came, and the doors through which they come. */
export function callbackTables(db: Compiler, d: Dialect): Compiles[] {
  return [
    callbacks(db, d),
    withPosition(table(db, d, 'callback_items'), d)
      .addColumn('sender', 'text', required)
      .addColumn('item_id', 'text', required)
      .addColumn('at', int(d), required)
      .addUniqueConstraint('callback_items_item', ['sender', 'item_id']),
    keyed(db, d, 'doors')
      .addColumn('sender', 'text', (c) => c.primaryKey().notNull())
      .addColumn('secrets', 'text', required)
      .addColumn('version', 'integer', required),
    ...indexes(db),
  ];
}

function callbacks(db: Compiler, d: Dialect): Compiles {
  return (
    withPosition(table(db, d, 'callbacks'), d)
      .addColumn('sender', 'text', required)
      .addColumn('provider', 'text', required)
      .addColumn('received_at', int(d), required)
      .addColumn('outcome', 'text', required)
      .addColumn('shape', 'text')
      .addColumn('summary', 'text')
      .addColumn('settled_at', int(d))
      .addColumn('method', 'text', required)
      .addColumn('headers', 'text', required)
      .addColumn('query', 'text', required)
      .addColumn('is_base64', 'integer', required)
      // Last, so that the others are read without it.
      .addColumn('body', 'text', required)
  );
}

function indexes(db: Compiler): Compiles[] {
  const on = (name: string) => db.schema.createIndex(name).on('callbacks').column('position');
  return [
    on('callbacks_pending').where(CALLBACK_PENDING),
    on('callbacks_kept').where(CALLBACK_KEPT),
  ];
}

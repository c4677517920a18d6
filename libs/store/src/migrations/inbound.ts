import type { Compiler, Dialect } from '../dialect.js';
import { MEDIA_WAITING, UNANSWERED } from '../queries/conditions.js';
import { type Compiles, int, required, table, withPosition } from './tables.js';

/** Messages of users. */
export function inboundTable(db: Compiler, d: Dialect): Compiles[] {
  return [inbound(db, d), ...indexes(db)];
}

function inbound(db: Compiler, d: Dialect): Compiles {
  return (
    withPosition(table(db, d, 'inbound'), d)
      .addColumn('id', 'text', required)
      .addColumn('sender', 'text', required)
      .addColumn('provider', 'text', required)
      .addColumn('item_id', 'text', required)
      .addColumn('user_phone', 'text')
      .addColumn('user_id', 'text')
      .addColumn('user_name', 'text')
      .addColumn('type', 'text', required)
      .addColumn('content', 'text', required)
      .addColumn('answers', 'text')
      .addColumn('answer_ids', 'text')
      .addColumn('wamid', 'text')
      .addColumn('provider_ids', 'text', required)
      .addColumn('at', int(d), required)
      .addColumn('received_at', int(d), required)
      .addColumn('media', 'text')
      .addColumn('media_state', 'text')
      .addColumn('media_attempts', 'integer', required)
      .addColumn('media_due_at', int(d))
      .addColumn('media_result', 'text')
      // Not by the sender first, or PostgreSQL might list a sender's messages by it, and sort.
      .addUniqueConstraint('inbound_item', ['item_id', 'sender'])
  );
}

function indexes(db: Compiler): Compiles[] {
  const on = (name: string) => db.schema.createIndex(name).on('inbound');
  return [
    on('inbound_id').unique().column('id'),
    on('inbound_list').columns(['sender', 'position']),
    on('inbound_unanswered').column('position').where(UNANSWERED),
    on('inbound_media').column('media_due_at').where(MEDIA_WAITING),
  ];
}

import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import {
  DUE,
  MATCHED,
  OPEN,
  PARKED,
  QUEUED,
  READY,
  UNDECIDED,
  UNKNOWN,
  UNMATCHED,
} from '../queries/conditions.js';
import type { Compiles } from './tables.js';

/** Few, and partial where possible: each one is paid for by every message. */
export function firstIndexes(db: Compiler, dialect: Dialect): Compiles[] {
  return [...ofMessages(db), ...ofHistory(db, dialect)];
}

function ofMessages(db: Compiler): Compiles[] {
  const on = (name: string) => db.schema.createIndex(name).on('messages');
  return [
    on('messages_id').unique().column('id'),
    on('messages_list').columns(['sender', 'position']),
    on('messages_ready').columns(['sender', 'priority', 'due_at', 'position']).where(READY),
    on('messages_due').columns(['sender', 'priority', 'due_at', 'position']).where(DUE),
    on('messages_give_up').columns(['sender', 'give_up_at']).where(QUEUED),
    on('messages_open').columns(['sender', 'recipient']).where(OPEN),
    on('messages_unknown').columns(['sender', 'due_at']).where(UNKNOWN),
    on('messages_reference')
      .columns(['reference', 'position'])
      .where(sql<boolean>`reference is not null`),
  ];
}

function ofHistory(db: Compiler, dialect: Dialect): Compiles[] {
  const on = (table: string, name: string) => db.schema.createIndex(name).on(table);
  const indexes = [
    on('events', 'events_message')
      .columns(['message', 'sequence'])
      .where(sql<boolean>`message is not null`),
    on('provider_ids', 'provider_ids_message').column('message'),
    // By message and not by sender: the ids of items are digests, which would touch a page of the index for each.
    on('evidence', 'evidence_message').unique().columns(['message', 'item_id']).where(MATCHED),
    on('evidence', 'evidence_unmatched').unique().columns(['sender', 'item_id']).where(UNMATCHED),
    on('evidence', 'evidence_open').column('position').where(UNDECIDED),
    on('evidence', 'evidence_parked').column('position').where(PARKED),
    on('idempotency', 'idempotency_age').column('created_at'),
  ];
  // SQLite has one writer, so the feed follows the position there.
  return dialect === 'sqlite'
    ? indexes
    : [...indexes, on('events', 'events_feed').columns(['xact', 'position'])];
}

import type { Compiler, Dialect } from '../dialect.js';
import { type Compiles, int, keyed, required, table, withPosition } from './tables.js';

function messages(db: Compiler, d: Dialect): Compiles {
  return withPosition(table(db, d, 'messages'), d)
    .addColumn('id', 'text', required)
    .addColumn('sender', 'text', required)
    .addColumn('recipient', 'text', required)
    .addColumn('type', 'text', required)
    .addColumn('template', 'text')
    .addColumn('category', 'text')
    .addColumn('priority', 'integer', required)
    .addColumn('ordered', 'integer', required)
    .addColumn('status', 'text', required)
    .addColumn('due_at', int(d), required)
    .addColumn('attempts', 'integer', required)
    .addColumn('epoch', int(d), required)
    .addColumn('body', 'text', required)
    .addColumn('labels', 'text')
    .addColumn('reference', 'text')
    .addColumn('principal', 'text', required)
    .addColumn('on_unknown', 'text', required)
    .addColumn('grace_ms', int(d), required)
    .addColumn('created_at', int(d), required)
    .addColumn('expires_at', int(d))
    .addColumn('give_up_at', int(d), required)
    .addColumn('provider_message_id', 'text')
    .addColumn('error', 'text')
    .addColumn('sequence', 'integer', required)
    .addColumn('settled_at', int(d));
}

function history(db: Compiler, d: Dialect): Compiles[] {
  return [
    keyed(db, d, 'attempts')
      .addColumn('message', int(d), required)
      .addColumn('n', 'integer', required)
      .addColumn('started_at', int(d), required)
      .addColumn('ended_at', int(d), required)
      .addColumn('outcome', 'text', required)
      .addColumn('provider_message_id', 'text')
      .addColumn('error', 'text')
      .addPrimaryKeyConstraint('attempts_key', ['message', 'n']),
    withPosition(table(db, d, 'events'), d)
      .addColumn('xact', int(d), required)
      .addColumn('message', int(d))
      .addColumn('sender', 'text', required)
      .addColumn('sequence', 'integer', required)
      .addColumn('type', 'text', required)
      .addColumn('at', int(d), required)
      .addColumn('data', 'text', required),
    keyed(db, d, 'provider_ids')
      .addColumn('sender', 'text', required)
      .addColumn('provider_id', 'text', required)
      .addColumn('message', int(d), required)
      .addColumn('attempt', 'integer', required)
      .addPrimaryKeyConstraint('provider_ids_key', ['sender', 'provider_id']),
  ];
}

function evidence(db: Compiler, d: Dialect): Compiles[] {
  return [
    withPosition(table(db, d, 'evidence'), d)
      .addColumn('sender', 'text', required)
      .addColumn('item_id', 'text', required)
      .addColumn('message', int(d))
      .addColumn('attempt', 'integer')
      .addColumn('provider_ids', 'text', required)
      .addColumn('recipient', 'text')
      .addColumn('status', 'text', required)
      .addColumn('at', int(d), required)
      .addColumn('received_at', int(d), required)
      .addColumn('error', 'text')
      .addColumn('detail', 'text')
      .addColumn('inferred', 'integer', required)
      .addColumn('settled_at', int(d)),
    keyed(db, d, 'idempotency')
      .addColumn('principal', 'text', required)
      .addColumn('key', 'text', required)
      .addColumn('fingerprint', 'text', required)
      .addColumn('answer', 'text', required)
      .addColumn('created_at', int(d), required)
      .addPrimaryKeyConstraint('idempotency_key', ['principal', 'key']),
  ];
}

function directory(db: Compiler, d: Dialect): Compiles[] {
  return [
    keyed(db, d, 'senders')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('provider', 'text', required)
      .addColumn('phone', 'text', required)
      .addColumn('options', 'text', required)
      .addColumn('limits', 'text', required)
      .addColumn('managed_by', 'text', required)
      .addColumn('state', 'text', required)
      .addColumn('pause_reason', 'text')
      .addColumn('created_at', int(d), required)
      .addColumn('updated_at', int(d), required)
      .addColumn('deleted_at', int(d))
      .addColumn('version', 'integer', required)
      .addColumn('owner', 'text')
      .addColumn('epoch', int(d), required)
      .addColumn('lease_until', int(d), required),
    keyed(db, d, 'replicas')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('seen_at', int(d), required),
    keyed(db, d, 'keys')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('name', 'text', required)
      .addColumn('hash', 'text', required)
      .addColumn('scopes', 'text', required)
      .addColumn('senders', 'text')
      .addColumn('lineage', 'text', required)
      .addColumn('created_at', int(d), required)
      .addColumn('expires_at', int(d))
      .addColumn('revoked_at', int(d)),
    keyed(db, d, 'pauses')
      .addColumn('scope', 'text', required)
      .addColumn('subject', 'text', required)
      .addColumn('until', int(d))
      .addColumn('reason', 'text', required)
      .addColumn('created_at', int(d), required)
      .addPrimaryKeyConstraint('pauses_key', ['scope', 'subject']),
  ];
}

export function firstTables(db: Compiler, d: Dialect): Compiles[] {
  return [messages(db, d), ...history(db, d), ...evidence(db, d), ...directory(db, d)];
}

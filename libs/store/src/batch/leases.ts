import type { BatchQueries } from '../queries/batch-queries.js';
import { one, type Program, type Value } from '../step.js';
import { SENDER_AT } from './columns.js';
import type { Op } from './op.js';

/** The epoch of each sender whose lease holds until the COMMIT. */
export type Epochs = ReadonlyMap<Value | undefined, Value | undefined>;

/** Reads, and on PostgreSQL locks, the leases on which the batch relies. */
export function* heldEpochs(queries: BatchQueries, ops: readonly Op[]): Program<Epochs> {
  const senders = new Set<string>();
  for (const op of ops) {
    if (op.kind === 'start') for (const sender of op.senders) senders.add(sender);
    if (op.kind !== 'insert') continue;
    op.epochs.forEach((epoch, at) => {
      if (epoch !== null) senders.add(String(op.rows[at]?.[SENDER_AT]));
    });
  }
  if (senders.size === 0) return new Map();
  const rows = [...senders].sort().map((sender) => [sender]);
  const held = yield* one({ ...queries.leases, rows });
  return new Map(held.map(([sender, epoch]) => [sender, epoch]));
}

import type { BatchQueries } from '../queries/batch-queries.js';
import { one, type Program, type Row } from '../step.js';
import { STARTED_AT, START_EPOCH_AT } from './columns.js';
import type { Epochs } from './leases.js';
import type { OpResult, Placed } from './op.js';

/** Marks what is still queued, where the lease under which it was taken holds. */
export function* startAll(
  queries: BatchQueries,
  ops: readonly Placed<'start'>[],
  epochs: Epochs,
  results: OpResult[],
): Program<void> {
  if (ops.length === 0) return;
  const rows: Row[] = [];
  for (const { op } of ops) {
    op.rows.forEach((row, at) => {
      if (epochs.get(op.senders[at]) === row[START_EPOCH_AT]) rows.push(row);
    });
  }
  const tuples = rows.length > 0 ? yield* one({ ...queries.start, rows }) : [];
  const marked = new Set(tuples.map(([position]) => position));
  for (const { op, at } of ops) {
    const positions = op.rows.map((row) => Number(row[STARTED_AT]));
    results[at] = positions.filter((position) => marked.has(position));
  }
}

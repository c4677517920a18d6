import type { BatchQueries } from '../queries/batch-queries.js';
import { one, type Program, type Row, type Tuple } from '../step.js';
import { claimAll } from './claim.js';
import { ATTEMPTS_AT, EPOCH_AT, ID_AT, SENDER_AT, SEQUENCE_AT, STATUS_AT } from './columns.js';
import type { Epochs } from './leases.js';
import type { InsertOp, InsertResult, OpResult, Placed } from './op.js';
import type { Tail } from './tail.js';

type Placement = Placed<'insert'>;

export function* insertAll(
  queries: BatchQueries,
  ops: readonly Placement[],
  epochs: Epochs,
  results: OpResult[],
  tail: Tail,
): Program<void> {
  const repeated = yield* claimAll(queries, ops);
  const fresh: Placement[] = [];
  for (const placement of ops) {
    const earlier = repeated.get(placement.op);
    if (earlier === undefined) fresh.push(placement);
    else results[placement.at] = earlier;
  }
  if (fresh.length === 0) return;
  const rows = fresh.flatMap(({ op }) =>
    op.rows.map((row, at) => asHeld(row, op.epochs[at], epochs)),
  );
  const stored = yield* one({ ...queries.insert, rows });
  const positions = positionsOf(rows, stored);
  let next = 0;
  for (const { op, at } of fresh) {
    const end = next + op.rows.length;
    results[at] = insertedResult(op, rows.slice(next, end), positions.slice(next, end), tail);
    next = end;
  }
}

function insertedResult(
  op: InsertOp,
  rows: readonly Row[],
  positions: readonly number[],
  tail: Tail,
): InsertResult {
  rows.forEach((row, at) => {
    const events = op.events[at] ?? [];
    tail.addEvents(positions[at] ?? 0, String(row[SENDER_AT]), Number(row[SEQUENCE_AT]), events);
  });
  const putBack = rows.flatMap((row, at) => (row === op.rows[at] ? [] : [at]));
  return { kind: 'inserted', positions, putBack };
}

/** The row as it is, or put back into the queue if the lease under which it was to be sent does not hold. */
function asHeld(row: Row, epoch: number | null | undefined, epochs: Epochs): Row {
  if (epoch === null || epochs.get(row[SENDER_AT]) === epoch) return row;
  return row.with(STATUS_AT, 'queued').with(ATTEMPTS_AT, 0).with(EPOCH_AT, 0);
}

/** Positions in the order of the rows, in whatever order the engine gave them back. */
function positionsOf(rows: readonly Row[], stored: readonly Tuple[]): number[] {
  if (rows.every((row, at) => row[ID_AT] === stored[at]?.[1])) {
    return stored.map(([position]) => Number(position));
  }
  const byId = new Map(stored.map(([position, id]) => [id, Number(position)]));
  return rows.map((row) => byId.get(row[ID_AT] ?? null) ?? 0);
}

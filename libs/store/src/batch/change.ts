import type { BatchQueries } from '../queries/batch-queries.js';
import type { MessageStatus } from '../rows.js';
import { one, type Program, type Value } from '../step.js';
import { CHANGED_AT } from './columns.js';
import type { OpResult, Placed } from './op.js';
import type { Tail } from './tail.js';

/** Changes statuses by compare-and-set; tells of those that were changed already how they stand. */
export function* changeAll(
  queries: BatchQueries,
  ops: readonly Placed<'change'>[],
  results: OpResult[],
  tail: Tail,
): Program<void> {
  if (ops.length === 0) return;
  const rows = ops.map(({ op }) => op.row);
  const tuples = yield* one({ ...queries.change, rows });
  const applied = new Map(tuples.map(([position, sequence]) => [position, Number(sequence)]));
  for (const { op, at } of ops) {
    const position = op.row[CHANGED_AT] ?? null;
    const sequence = applied.get(position) ?? null;
    if (sequence !== null) {
      tail.addEvents(Number(position), op.sender, sequence, op.events);
      tail.settled.push(...op.evidence);
    }
    if (op.attempt) tail.attempts.push(op.attempt);
    tail.aliases.push(...op.aliases);
    results[at] = sequence;
  }
  if (applied.size < ops.length) yield* explain(queries, ops, applied, results);
}

function* explain(
  queries: BatchQueries,
  ops: readonly Placed<'change'>[],
  applied: ReadonlyMap<Value | undefined, number>,
  results: OpResult[],
): Program<void> {
  const missed = ops.filter(({ op }) => !applied.has(op.row[CHANGED_AT]));
  const rows = missed.map(({ op }) => [op.row[CHANGED_AT] ?? null]);
  const statuses = new Map(yield* pairs(queries, rows));
  for (const { op, at } of missed) {
    results[at] = (statuses.get(op.row[CHANGED_AT] ?? null) ?? null) as MessageStatus | null;
  }
}

function* pairs(
  queries: BatchQueries,
  rows: readonly (readonly Value[])[],
): Program<(readonly [Value | undefined, Value | undefined])[]> {
  const tuples = yield* one({ ...queries.statuses, rows });
  return tuples.map(([position, status]) => [position, status]);
}

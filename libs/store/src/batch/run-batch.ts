import type { BatchQueries } from '../queries/batch-queries.js';
import type { Program } from '../step.js';
import { endCallbacks, keepCallbacks } from './callbacks.js';
import { changeAll } from './change.js';
import { insertAll } from './insert.js';
import type { KnownIds } from './known-ids.js';
import { heldEpochs } from './leases.js';
import type { Op, OpResult, Placed } from './op.js';
import { receiveAll } from './receive.js';
import { recordAll } from './record.js';
import { startAll } from './start.js';
import { Tail } from './tail.js';

/**
 * One group commit, written once for both engines. No two operations of a batch touch the same row. The number of
 * statements depends on the kinds of operations, on PostgreSQL never on how many there are. `ids` saves look-ups; what it
 * learns holds once the transaction is committed.
 */
export function* runBatch(
  queries: BatchQueries,
  ops: readonly Op[],
  ids?: KnownIds,
): Program<OpResult[]> {
  const results = new Array<OpResult>(ops.length);
  const tail = new Tail();
  const placed = byKind(ops);
  const pick = <Kind extends Op['kind']>(kind: Kind): readonly Placed<Kind>[] => placed[kind] ?? [];
  const epochs = yield* heldEpochs(queries, ops);
  yield* insertAll(queries, pick('insert'), epochs, results, tail);
  yield* startAll(queries, pick('start'), epochs, results);
  yield* changeAll(queries, pick('change'), results, tail);
  yield* recordAll(queries, pick('record'), results, { tail, ids });
  yield* receiveAll(queries, pick('receive'), results, tail);
  yield* keepCallbacks(queries, pick('keep-callback'), results);
  yield* endCallbacks(queries, pick('end-callbacks'), results, tail);
  for (const { op, at } of pick('settle')) {
    tail.settled.push(...op.rows);
    results[at] = null;
  }
  for (const { op, at } of pick('append')) {
    tail.addLooseEvents(op.events);
    results[at] = null;
  }
  yield* tail.write(queries, ids);
  return results;
}

type ByKind = { [Kind in Op['kind']]?: Placed<Kind>[] };

function byKind(ops: readonly Op[]): ByKind {
  const placed: Partial<Record<Op['kind'], unknown[]>> = {};
  for (const [at, op] of ops.entries()) (placed[op.kind] ??= []).push({ op, at });
  return placed as ByKind;
}

import type { BatchQueries } from '../queries/batch-queries.js';
import { one, type Program, type Row, type Tuple } from '../step.js';
import type { InsertOp, InsertResult, Placed } from './op.js';

/** Takes the idempotency keys that are free; gives the earlier answers of the others. */
export function* claimAll(
  queries: BatchQueries,
  ops: readonly Placed<'insert'>[],
): Program<ReadonlyMap<InsertOp, InsertResult>> {
  const claims = new Map<string, { readonly op: InsertOp; readonly row: Row }>();
  for (const { op } of ops) {
    if (op.claim) claims.set(keyOf(op.claim), { op, row: op.claim });
  }
  const repeated = new Map<InsertOp, InsertResult>();
  if (claims.size === 0) return repeated;
  // In one order everywhere, so that two replicas never wait for each other.
  const ordered = [...claims].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { row }]) => row);
  for (const free of yield* one({ ...queries.claim, rows: ordered })) claims.delete(keyOf(free));
  if (claims.size === 0) return repeated;
  const taken = [...claims.values()].map(({ row }) => row.slice(0, 2));
  const earlier = new Map(
    (yield* one({ ...queries.claimed, rows: taken })).map((tuple) => [keyOf(tuple), tuple]),
  );
  for (const [key, { op, row }] of claims) repeated.set(op, answerTo(row, earlier.get(key)));
  return repeated;
}

function answerTo(asked: Row, earlier: Tuple | undefined): InsertResult {
  if (!earlier)
    throw new Error('The idempotency key was pruned while it was looked at; ask again.');
  const [, , fingerprint, answer] = earlier;
  return asked[2] === fingerprint
    ? { kind: 'replayed', answer: String(answer) }
    : { kind: 'conflict' };
}

/** Of a row that begins with principal and key. */
function keyOf([principal, key]: Row): string {
  return JSON.stringify([principal, key]);
}

import type { BatchQueries } from '../queries/batch-queries.js';
import { one, type Program, type Row, type Tuple } from '../step.js';
import type { OpResult, Placed } from './op.js';
import { some, type Tail } from './tail.js';

/** Stores callbacks as they came; gives their positions. */
export function* keepCallbacks(
  queries: BatchQueries,
  ops: readonly Placed<'keep-callback'>[],
  results: OpResult[],
): Program<void> {
  if (ops.length === 0) return;
  const rows = ops.map(({ op }) => [...op.row, op.body]);
  const tuples = yield* one({ ...queries.keepCallback, rows });
  // Positions grow in the order of the rows, in whatever order the engine gives them back.
  const positions = tuples.map(([position]) => Number(position)).sort((a, b) => a - b);
  ops.forEach(({ at }, place) => (results[at] = positions[place] ?? 0));
}

/** Settles callbacks, and tells the events of items that never came before. */
export function* endCallbacks(
  queries: BatchQueries,
  ops: readonly Placed<'end-callbacks'>[],
  results: OpResult[],
  tail: Tail,
): Program<void> {
  if (ops.length === 0) return;
  const ends = some(
    queries.endCallback,
    ops.flatMap(({ op }) => op.ends),
  );
  const items = ops.flatMap(({ op }) => op.items);
  const found =
    ends.length + items.length > 0 ? yield [...some(queries.claimItem, items), ...ends] : [];
  const fresh = new Set((items.length > 0 ? (found[0] ?? []) : []).map(itemKey));
  for (const { op, at } of ops) {
    results[at] = op.events.map((event, place) => {
      const isNew = fresh.delete(itemKey(op.items[place] ?? []));
      if (isNew) tail.addLooseEvents([event]);
      return isNew;
    });
  }
}

function itemKey([sender, itemId]: Row | Tuple): string {
  return `${sender}\n${itemId}`;
}

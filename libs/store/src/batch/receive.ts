import type { BatchQueries } from '../queries/batch-queries.js';
import { one, type Program, type Row, type Tuple } from '../step.js';
import type { EventValues, OpResult, ReceiveOp, ReceiveResult, Placed } from './op.js';
import type { Tail } from './tail.js';

/** Stores messages of users once, each with its event; tells of those that were there already how they are called. */
export function* receiveAll(
  queries: BatchQueries,
  ops: readonly Placed<'receive'>[],
  results: OpResult[],
  tail: Tail,
): Program<void> {
  if (ops.length === 0) return;
  const rows = ops.map(({ op }) => op.row);
  const fresh = byItem(yield* one({ ...queries.receive, rows }));
  const repeated = ops.filter(({ op }) => !fresh.has(itemKey(op.item)));
  const items = repeated.map(({ op }) => op.item);
  const earlier =
    items.length > 0 ? byItem(yield* one({ ...queries.received, rows: items })) : fresh;
  for (const { op, at } of ops) {
    const key = itemKey(op.item);
    const stored = fresh.get(key);
    if (stored) tail.addLooseEvents([[String(op.item[0]), ...eventOf(op.event, stored.answers)]]);
    results[at] = { ...known(stored ?? earlier.get(key)), duplicate: !stored };
  }
}

type Known = Omit<ReceiveResult, 'duplicate'>;

function byItem(tuples: readonly Tuple[]): ReadonlyMap<string, Known> {
  return new Map(
    tuples.map(([sender, item, id, answers]) => [
      itemKey([sender ?? null, item ?? null]),
      { id: String(id), answers: answers == null ? null : String(answers) },
    ]),
  );
}

function known(stored: Known | undefined): Known {
  if (!stored) throw new Error('A message of a user was pruned while it was received again.');
  return stored;
}

function eventOf([type, at, data]: ReceiveOp['event'], answers: string | null): EventValues {
  return [type, at, JSON.stringify(answers === null ? data : { ...data, answers })];
}

function itemKey(item: Row): string {
  return JSON.stringify(item);
}

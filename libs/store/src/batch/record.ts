import type { BatchQueries } from '../queries/batch-queries.js';
import { one, type Program, type Row, type Tuple } from '../step.js';
import { matchAll, type Match, type Matches } from './match.js';
import { moveAll } from './move.js';
import type { OpResult, RecordItem, RecordResult } from './op.js';
import type { Placed } from './run-batch.js';
import { some, type Tail } from './tail.js';

/** By `itemKey`. */
type Kept = ReadonlyMap<string, Tuple>;

/**
 * Stores evidence once, finds the message of its sender that it speaks of, learns the ids that are new, and moves the
 * status on where nothing stands against it.
 */
export function* recordAll(
  queries: BatchQueries,
  ops: readonly Placed<'record'>[],
  results: OpResult[],
  tail: Tail,
): Program<void> {
  if (ops.length === 0) return;
  const firsts = firstOfEach(ops.flatMap(({ op }) => op.items));
  const items = [...firsts.values()];
  const matches = yield* matchAll(queries, items, tail);
  const settled = yield* moveAll(queries, items, matches, tail);
  const fresh = yield* keepAll(queries, items, matches, settled);
  const earlier = items.filter((item) => !fresh.has(itemKey([item.sender, item.itemId])));
  const kept = yield* readKept(queries, earlier);
  for (const { op, at } of ops) {
    results[at] = op.items.map((item) => {
      const key = itemKey([item.sender, item.itemId]);
      const tuple = fresh.get(key) ?? kept.get(key);
      const isFresh = fresh.has(key) && firsts.get(key) === item;
      return recordResult(tuple, item.position === null && !isFresh);
    });
  }
}

/** The same item may come several times in one batch; the first counts. */
function firstOfEach(items: readonly RecordItem[]): ReadonlyMap<string, RecordItem> {
  const byKey = new Map<string, RecordItem>();
  for (const item of items) {
    const key = itemKey([item.sender, item.itemId]);
    if (!byKey.has(key)) byKey.set(key, item);
  }
  return byKey;
}

/** Stores what is new, and ties what is stored to the message that was found; gives the rows of the new ones. */
function* keepAll(
  queries: BatchQueries,
  items: readonly RecordItem[],
  matches: Matches,
  settled: ReadonlySet<number>,
): Program<Kept> {
  const news: Row[] = [];
  const ties: Row[] = [];
  items.forEach((item, place) => {
    const match = matches.get(place);
    if (item.position === null) news.push(newRow(item, match, settled.has(place)));
    else if (match) {
      ties.push([item.position, match.message, match.attempt, match.inferred ? 1 : 0]);
    }
  });
  const steps = [...some(queries.keep, news), ...some(queries.tie, ties)];
  const found = steps.length > 0 ? yield steps : [];
  return byItem(news.length > 0 ? (found[0] ?? []) : []);
}

function* readKept(queries: BatchQueries, items: readonly RecordItem[]): Program<Kept> {
  if (items.length === 0) return new Map();
  const rows = items.map(({ sender, itemId }) => [sender, itemId]);
  return byItem(yield* one({ ...queries.kept, rows }));
}

function newRow(item: RecordItem, match: Match | undefined, isSettled: boolean): Row {
  return [
    item.sender,
    item.itemId,
    match?.message ?? null,
    match?.attempt ?? null,
    isSettled ? item.now : null,
    JSON.stringify(item.providerIds),
    // Only to infer the message.
    match ? null : item.recipient,
    ...item.values,
    match?.inferred ? 1 : 0,
  ];
}

function recordResult(tuple: Tuple | undefined, duplicate: boolean): RecordResult {
  const [position, , , message, attempt, settledAt] = tuple ?? [];
  return {
    duplicate,
    position: Number(position),
    message: message == null ? null : Number(message),
    attempt: attempt == null ? null : Number(attempt),
    settled: settledAt != null,
  };
}

function byItem(tuples: readonly Tuple[]): Kept {
  return new Map(tuples.map((tuple) => [itemKey(tuple.slice(1)), tuple]));
}

function itemKey([sender, itemId]: Row): string {
  return `${sender}\n${itemId}`;
}

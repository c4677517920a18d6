import type { BatchQueries } from '../queries/batch-queries.js';
import { one, type Program, type Row, type Tuple } from '../step.js';
import type { KnownIds } from './known-ids.js';
import { matchAll, type Match, type Matches } from './match.js';
import { moveAll } from './move.js';
import type { OpResult, RecordItem, RecordResult, Placed } from './op.js';
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
  { tail, ids }: { readonly tail: Tail; readonly ids: KnownIds | undefined },
): Program<void> {
  if (ops.length === 0) return;
  const firsts = firstOfEach(ops.flatMap(({ op }) => op.items));
  const items = [...firsts.values()];
  const matches = yield* matchAll(queries, items, tail, ids);
  const settled = yield* moveAll(queries, items, matches, tail);
  const parked = yield* readParked(queries, items, matches);
  const fresh = yield* keepAll(queries, items, { matches, settled, parked });
  const kept = yield* readKept(queries, items, { matches, fresh });
  const places = new Map(items.map((item, place) => [item, place]));
  for (const { op, at } of ops) {
    results[at] = op.items.map((item) => {
      const key = keyOf(item);
      const first = firsts.get(key) ?? item;
      const duplicate = item.position === null && !(fresh.has(key) && first === item);
      const { position } = first;
      if (position === null) return recordResult(fresh.get(key) ?? kept.get(key), duplicate);
      return tiedResult(position, matches.get(places.get(first) ?? -1), duplicate);
    });
  }
}

/** The same item may come several times in one batch; the first counts. */
function firstOfEach(items: readonly RecordItem[]): ReadonlyMap<string, RecordItem> {
  const byKey = new Map<string, RecordItem>();
  for (const item of items) {
    const key = keyOf(item);
    if (!byKey.has(key)) byKey.set(key, item);
  }
  return byKey;
}

/** What came before its message was known: it is that which is tied to the message, and no second one is stored. */
function* readParked(
  queries: BatchQueries,
  items: readonly RecordItem[],
  matches: Matches,
): Program<Kept> {
  const matched = items.filter((item, place) => item.position === null && matches.has(place));
  if (matched.length === 0) return new Map();
  const senders = [...new Set(matched.map(({ sender }) => sender))].map((sender) => [sender]);
  // Mostly nothing is parked, and that is one question for a sender instead of one for each item.
  const parked = new Set((yield* one({ ...queries.parkedSenders, rows: senders })).flat());
  const rows = matched
    .filter(({ sender }) => parked.has(sender))
    .map(({ sender, itemId }) => [sender, itemId]);
  return rows.length > 0 ? byItem(yield* one({ ...queries.keptUnmatched, rows })) : new Map();
}

interface Found {
  readonly matches: Matches;
  readonly settled: ReadonlySet<number>;
  readonly parked: Kept;
}

/** Stores what is new, and ties what is stored to the message that was found; gives the rows of the new ones. */
function* keepAll(
  queries: BatchQueries,
  items: readonly RecordItem[],
  { matches, settled, parked }: Found,
): Program<Kept> {
  const news: Row[] = [];
  const ties: Row[] = [];
  items.forEach((item, place) => {
    const match = matches.get(place);
    const position = item.position ?? parked.get(keyOf(item))?.[0] ?? null;
    if (position === null) news.push(newRow(item, match, settled.has(place)));
    else if (match) ties.push([position, match.message, match.attempt, match.inferred ? 1 : 0]);
  });
  const steps = [...some(queries.keep, news), ...some(queries.tie, ties)];
  const found = steps.length > 0 ? yield steps : [];
  return byItem(news.length > 0 ? (found[0] ?? []) : []);
}

/** What is stored of the items that came before. */
function* readKept(
  queries: BatchQueries,
  items: readonly RecordItem[],
  { matches, fresh }: Pick<Found, 'matches'> & { readonly fresh: Kept },
): Program<Kept> {
  const matched: Row[] = [];
  const unmatched: Row[] = [];
  items.forEach((item, place) => {
    if (item.position !== null || fresh.has(keyOf(item))) return;
    const match = matches.get(place);
    if (match) matched.push([match.message, item.itemId]);
    else unmatched.push([item.sender, item.itemId]);
  });
  const steps = [...some(queries.kept, matched), ...some(queries.keptUnmatched, unmatched)];
  return byItem(steps.length > 0 ? (yield steps).flat() : []);
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

function tiedResult(position: number, match: Match | undefined, duplicate: boolean): RecordResult {
  const { message = null, attempt = null } = match ?? {};
  return { duplicate, position, message, attempt, settled: false };
}

function byItem(tuples: readonly Tuple[]): Kept {
  return new Map(tuples.map((tuple) => [itemKey(tuple.slice(1)), tuple]));
}

function keyOf({ sender, itemId }: RecordItem): string {
  return itemKey([sender, itemId]);
}

function itemKey([sender, itemId]: Row): string {
  return `${sender}\n${itemId}`;
}

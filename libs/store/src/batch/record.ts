import type { BatchQueries } from '../queries/batch-queries.js';
import { one, type Program, type Row, type Tuple } from '../step.js';
import { gather, itemKey, type Gathered } from './gather.js';
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
  const gathered = gather(ops);
  const { items, keys, places } = gathered;
  const matches = yield* matchAll(queries, items, tail, ids);
  const settled = yield* moveAll(queries, gathered, matches, tail);
  const parked = yield* readParked(queries, items, matches);
  const fresh = yield* keepAll(queries, gathered, { matches, settled, parked });
  const kept = yield* readKept(queries, gathered, { matches, fresh });
  let next = 0;
  for (const { op, at } of ops) {
    results[at] = op.items.map((item) => {
      const place = places[next++] ?? 0;
      const key = keys[place] ?? '';
      const isFirst = items[place] === item;
      const duplicate = item.position === null && !(fresh.has(key) && isFirst);
      const position = items[place]?.position ?? null;
      if (position === null) return recordResult(fresh.get(key) ?? kept.get(key), duplicate);
      return tiedResult(position, matches[place], duplicate);
    });
  }
}

/** What came before its message was known: it is that which is tied to the message, and no second one is stored. */
function* readParked(
  queries: BatchQueries,
  items: readonly RecordItem[],
  matches: Matches,
): Program<Kept> {
  const matched = items.filter(
    (item, place) => item.position === null && matches[place] !== undefined,
  );
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
  { items, keys }: Gathered,
  { matches, settled, parked }: Found,
): Program<Kept> {
  const news: Row[] = [];
  const ties: Row[] = [];
  items.forEach((item, place) => {
    const match = matches[place];
    const position = item.position ?? parked.get(keys[place] ?? '')?.[0] ?? null;
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
  { items, keys }: Gathered,
  { matches, fresh }: Pick<Found, 'matches'> & { readonly fresh: Kept },
): Program<Kept> {
  const matched: Row[] = [];
  const unmatched: Row[] = [];
  items.forEach((item, place) => {
    if (item.position !== null || fresh.has(keys[place] ?? '')) return;
    const match = matches[place];
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
    // Only to find the message later; what is known of one that is found are its aliases.
    match ? '[]' : JSON.stringify(item.providerIds),
    match ? null : item.recipient,
    ...item.values,
    match?.inferred ? 1 : 0,
  ];
}

function recordResult(tuple: Tuple | undefined, duplicate: boolean): RecordResult {
  const [position, , , message, , settledAt] = tuple ?? [];
  return {
    duplicate,
    position: Number(position),
    message: message == null ? null : Number(message),
    settled: settledAt != null,
  };
}

function tiedResult(position: number, match: Match | undefined, duplicate: boolean): RecordResult {
  return { duplicate, position, message: match?.message ?? null, settled: false };
}

function byItem(tuples: readonly Tuple[]): Kept {
  return new Map(tuples.map((tuple) => [itemKey(tuple[1], tuple[2]), tuple]));
}

import type { BatchQueries } from '../queries/batch-queries.js';
import type { Program, Row, Tuple } from '../step.js';
import type { KnownIds } from './known-ids.js';
import type { RecordItem } from './op.js';
import { some, type Tail } from './tail.js';

/** The attempt that a piece of evidence speaks of. */
export interface Match {
  readonly message: number;
  readonly attempt: number;
  readonly inferred: boolean;
}

/** By the place of the item among those given. */
export type Matches = ReadonlyMap<number, Match>;

/**
 * Finds the messages of evidence: by our own reference first, then by the vendor's ids in their order. Those ids that
 * were not known become aliases of the attempt.
 */
export function* matchAll(
  queries: BatchQueries,
  items: readonly RecordItem[],
  tail: Tail,
  ids?: KnownIds,
): Program<Matches> {
  const known = new Known();
  const references: Row[] = [];
  const unseen: Row[] = [];
  items.forEach((item, place) => {
    if (item.inferred) return;
    if (item.reference) references.push([place, item.sender, item.reference.messageId]);
    item.providerIds.forEach((id, rank) => {
      const seen = ids?.find(item.sender, id);
      if (seen) known.note(place, rank, matchOf(seen.message, seen.attempt));
      else unseen.push([place, rank, item.sender, id]);
    });
  });
  const steps = [...some(queries.byReference, references), ...some(queries.byProviderId, unseen)];
  const found = steps.length > 0 ? yield steps : [];
  const byReference = references.length > 0 ? (found[0] ?? []) : [];
  noteStored(known, unseen.length > 0 ? (found.at(-1) ?? []) : [], items, ids);
  noteComing(known, items, tail);
  const matches = best(items, byReference, known);
  items.forEach((item, place) => {
    const match = matches.get(place);
    if (match) tail.aliases.push(...newAliases(item, match, known.items.get(place)));
  });
  return matches;
}

/** What each item's ids are known as, by its place and their rank. */
class Known {
  readonly items = new Map<number, Map<number, Match>>();

  note(place: number, rank: number, match: Match): void {
    const ranks = this.items.get(place);
    if (ranks) ranks.set(rank, match);
    else this.items.set(place, new Map([[rank, match]]));
  }
}

function noteStored(
  known: Known,
  byId: readonly Tuple[],
  items: readonly RecordItem[],
  ids: KnownIds | undefined,
): void {
  for (const [place, rank, message, attempt] of byId) {
    const match = matchOf(Number(message), Number(attempt));
    known.note(Number(place), Number(rank), match);
    const item = items[Number(place)];
    const id = item?.providerIds[Number(rank)];
    if (ids && item && id !== undefined) ids.add(item.sender, id, match);
  }
}

/** What this very batch stores: an acceptance may be in it. */
function noteComing(known: Known, items: readonly RecordItem[], tail: Tail): void {
  if (tail.aliases.length === 0) return;
  const coming = new Map(tail.aliases.map((row) => [`${row[0]}\n${row[1]}`, row]));
  items.forEach((item, place) => {
    item.providerIds.forEach((id, rank) => {
      const row = coming.get(`${item.sender}\n${id}`);
      if (row && !known.items.get(place)?.has(rank)) {
        known.note(place, rank, matchOf(Number(row[2]), Number(row[3])));
      }
    });
  });
}

function best(
  items: readonly RecordItem[],
  byReference: readonly Tuple[],
  known: Known,
): Map<number, Match> {
  const matches = new Map<number, Match>();
  for (const [place, ranks] of known.items) {
    const match = ranks.get(Math.min(...ranks.keys()));
    if (match) matches.set(place, match);
  }
  for (const [place, message] of byReference) {
    const attempt = items[Number(place)]?.reference?.attempt ?? 0;
    matches.set(Number(place), matchOf(Number(message), attempt));
  }
  items.forEach((item, place) => {
    if (item.inferred) matches.set(place, { ...item.inferred, inferred: true });
  });
  return matches;
}

function newAliases(
  item: RecordItem,
  match: Match,
  known: ReadonlyMap<number, Match> | undefined,
): Row[] {
  return item.providerIds.flatMap((id, rank) =>
    known?.has(rank) ? [] : [[item.sender, id, match.message, match.attempt]],
  );
}

function matchOf(message: number, attempt: number): Match {
  return { message, attempt, inferred: false };
}

import type { BatchQueries } from '../queries/batch-queries.js';
import type { Program, Row, Tuple } from '../step.js';
import type { KnownAttempt, KnownIds } from './known-ids.js';
import type { RecordItem } from './op.js';
import { some, type Tail } from './tail.js';

/** The attempt that a piece of evidence speaks of. */
export interface Match {
  readonly message: number;
  readonly attempt: number;
  readonly inferred: boolean;
}

/** By the place of the item among those given. */
export type Matches = readonly (Match | undefined)[];

/** What the ids of items are known as: by the item's place, then by their rank. */
type Known = (Match | undefined)[][];

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
  const known: Known = items.map(() => []);
  const references: Row[] = [];
  const unseen: Row[] = [];
  items.forEach((item, place) => {
    if (item.inferred) return;
    if (item.reference) references.push([place, item.sender, item.reference.messageId]);
    item.providerIds.forEach((id, rank) => {
      const seen = ids?.find(item.sender, id);
      if (seen) note(known, place, rank, seen);
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
    const match = matches[place];
    if (match) tail.aliases.push(...newAliases(item, match, known[place]));
  });
  return matches;
}

function note(known: Known, place: number, rank: number, attempt: KnownAttempt): void {
  const ranks = known[place];
  if (ranks) ranks[rank] = { ...attempt, inferred: false };
}

function noteStored(
  known: Known,
  byId: readonly Tuple[],
  items: readonly RecordItem[],
  ids: KnownIds | undefined,
): void {
  for (const [place, rank, message, attempt] of byId) {
    const match = { message: Number(message), attempt: Number(attempt) };
    note(known, Number(place), Number(rank), match);
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
      if (row && !known[place]?.[rank]) {
        note(known, place, rank, { message: Number(row[2]), attempt: Number(row[3]) });
      }
    });
  });
}

function best(
  items: readonly RecordItem[],
  byReference: readonly Tuple[],
  known: Known,
): (Match | undefined)[] {
  const matches = known.map((ranks) => ranks.find((match) => match !== undefined));
  for (const [place, message] of byReference) {
    const attempt = items[Number(place)]?.reference?.attempt ?? 0;
    matches[Number(place)] = { message: Number(message), attempt, inferred: false };
  }
  items.forEach((item, place) => {
    if (item.inferred) matches[place] = { ...item.inferred, inferred: true };
  });
  return matches;
}

function newAliases(item: RecordItem, match: Match, known: Known[number] = []): Row[] {
  return item.providerIds.flatMap((id, rank) =>
    known[rank] ? [] : [[item.sender, id, match.message, match.attempt]],
  );
}

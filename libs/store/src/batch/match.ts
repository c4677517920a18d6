import type { BatchQueries } from '../queries/batch-queries.js';
import type { Program, Row, Tuple } from '../step.js';
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
): Program<Matches> {
  const references: Row[] = [];
  const ids: Row[] = [];
  items.forEach((item, place) => {
    if (item.inferred) return;
    if (item.reference) references.push([place, item.sender, item.reference.messageId]);
    item.providerIds.forEach((id, rank) => ids.push([place, rank, item.sender, id]));
  });
  const steps = [...some(queries.byReference, references), ...some(queries.byProviderId, ids)];
  const found = steps.length > 0 ? yield steps : [];
  const byReference = references.length > 0 ? (found[0] ?? []) : [];
  const byId = ids.length > 0 ? (found.at(-1) ?? []) : [];
  const known = knownIds(items, byId, tail);
  const matches = best(items, byReference, known);
  items.forEach((item, place) => {
    const match = matches.get(place);
    if (match) tail.aliases.push(...newAliases(item, match, known.get(place)));
  });
  return matches;
}

/** What each item's ids are known as, by rank. */
type Known = ReadonlyMap<number, ReadonlyMap<number, Match>>;

/** By what is stored, and by what this very batch stores: an acceptance may be in it. */
function knownIds(items: readonly RecordItem[], byId: readonly Tuple[], tail: Tail): Known {
  const known = new Map<number, Map<number, Match>>();
  const note = (place: number, rank: number, match: Match) => {
    const ranks = known.get(place);
    if (ranks) ranks.set(rank, match);
    else known.set(place, new Map([[rank, match]]));
  };
  for (const [place, rank, message, attempt] of byId) {
    note(Number(place), Number(rank), matchOf(Number(message), Number(attempt)));
  }
  if (tail.aliases.length === 0) return known;
  const coming = new Map(tail.aliases.map((row) => [`${row[0]}\n${row[1]}`, row]));
  items.forEach((item, place) => {
    item.providerIds.forEach((id, rank) => {
      const row = coming.get(`${item.sender}\n${id}`);
      if (row && !known.get(place)?.has(rank)) {
        note(place, rank, matchOf(Number(row[2]), Number(row[3])));
      }
    });
  });
  return known;
}

function best(
  items: readonly RecordItem[],
  byReference: readonly Tuple[],
  known: Known,
): Map<number, Match> {
  const matches = new Map<number, Match>();
  for (const [place, ranks] of known) {
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

import type { BatchQueries } from '../queries/batch-queries.js';
import { one, type Program, type Row } from '../step.js';
import type { Gathered } from './gather.js';
import type { Match, Matches } from './match.js';
import type { MoveValues, RecordItem } from './op.js';
import type { Tail } from './tail.js';

/** Evidence that may move its message on by itself. */
interface Candidate {
  readonly place: number;
  readonly item: RecordItem;
  readonly move: MoveValues;
  readonly match: Match;
}

/**
 * Moves messages on where the evidence says so and nothing stands against it; gives the places of the evidence about
 * which nothing is left to decide.
 */
export function* moveAll(
  queries: BatchQueries,
  gathered: Gathered,
  matches: Matches,
  tail: Tail,
): Program<ReadonlySet<number>> {
  const settled = new Set<number>();
  const missed: Candidate[] = [];
  for (const wave of waves(gathered, matches, settled)) {
    const rows = wave.map(changeRow);
    const tuples = yield* one({ ...queries.change, rows });
    const sequences = new Map(tuples.map(([position, sequence]) => [position, Number(sequence)]));
    for (const candidate of wave) {
      const sequence = sequences.get(candidate.match.message);
      if (sequence === undefined) missed.push(candidate);
      else {
        settled.add(candidate.place);
        addEvent(candidate, sequence, tail);
      }
    }
  }
  yield* settlePast(queries, missed, settled);
  return settled;
}

/** Evidence of one message takes effect one after the other: no wave touches a row twice. */
function waves(
  { items, moves }: Gathered,
  matches: Matches,
  settled: Set<number>,
): readonly (readonly Candidate[])[] {
  const all: Candidate[][] = [];
  const counts = new Map<number, number>();
  items.forEach((item, place) => {
    const match = matches[place];
    if (!match) return;
    if (item.inert) settled.add(place);
    const move = moves[place];
    if (!move) return;
    const wave = counts.get(match.message) ?? 0;
    counts.set(match.message, wave + 1);
    (all[wave] ??= []).push({ place, item, move, match });
  });
  return all;
}

/** A row of `CHANGE`. */
function changeRow({ move, match }: Candidate): Row {
  const attempts = move.latest ? match.attempt : null;
  return [move.to, 0, null, null, null, 1, match.message, move.from, attempts, null];
}

function addEvent({ item, move, match }: Candidate, sequence: number, tail: Tail): void {
  const [, at] = item.values;
  const data = `${move.data.slice(0, -1)},"attempt":${match.attempt}}`;
  tail.addEvents(match.message, item.sender, sequence, [[move.type, Number(at), data]]);
}

/** What did not apply because the message is further already has nothing left to say. */
function* settlePast(
  queries: BatchQueries,
  missed: readonly Candidate[],
  settled: Set<number>,
): Program<void> {
  if (missed.length === 0) return;
  const rows = [...new Set(missed.map(({ match }) => match.message))].map((message) => [message]);
  const statuses = new Map(
    (yield* one({ ...queries.statuses, rows })).map(([position, status]) => [position, status]),
  );
  for (const { place, move, match } of missed) {
    const isPast = move.past.includes(`,${statuses.get(match.message)},`);
    if (isPast) settled.add(place);
  }
}

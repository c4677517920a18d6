import type { BatchQueries } from '../queries/batch-queries.js';
import { one, type Program, type Row, type Tuple } from '../step.js';
import type { OpResult, RecordOp, RecordResult } from './op.js';
import type { Placed } from './run-batch.js';
import { some, type Tail } from './tail.js';

interface Match {
  readonly message: number;
  readonly attempt: number;
  readonly inferred: boolean;
}

/** By the place of the operation among those given. */
type Matches = ReadonlyMap<number, Match>;

/** Stores evidence once, finds the message of its sender that it speaks of, and learns the ids that are new. */
export function* recordAll(
  queries: BatchQueries,
  ops: readonly Placed<'record'>[],
  results: OpResult[],
  tail: Tail,
): Program<void> {
  if (ops.length === 0) return;
  const matches = yield* matchAll(queries, ops);
  const fresh = yield* keepAll(queries, ops, matches);
  const items = ops.map(({ op }) => [op.sender, op.itemId]);
  const kept = new Map(
    (yield* one({ ...queries.kept, rows: items })).map((tuple) => [itemKey(tuple.slice(5)), tuple]),
  );
  ops.forEach(({ op, at }, place) => {
    const match = matches.get(place);
    if (match) tail.aliases.push(...aliasesOf(op, match));
    const key = itemKey([op.sender, op.itemId]);
    results[at] = recordResult(kept.get(key), op.position === null && !fresh.has(key));
  });
}

function* matchAll(queries: BatchQueries, ops: readonly Placed<'record'>[]): Program<Matches> {
  const references: Row[] = [];
  const ids: Row[] = [];
  ops.forEach(({ op }, place) => {
    if (op.inferred) return;
    if (op.reference) references.push([place, op.sender, op.reference.messageId]);
    op.providerIds.forEach((id, rank) => ids.push([place, rank, op.sender, id]));
  });
  const steps = [...some(queries.byReference, references), ...some(queries.byProviderId, ids)];
  const found = steps.length > 0 ? yield steps : [];
  const byReference = references.length > 0 ? (found[0] ?? []) : [];
  const byId = ids.length > 0 ? (found.at(-1) ?? []) : [];
  const matches = new Map<number, Match>();
  // The best comes last and stays: first the ids, the one of the lowest rank at the end, then the reference.
  for (const [place, , message, attempt] of [...byId].sort((a, b) => Number(b[1]) - Number(a[1]))) {
    matches.set(Number(place), matchOf(Number(message), Number(attempt)));
  }
  for (const [place, message] of byReference) {
    const attempt = ops[Number(place)]?.op.reference?.attempt ?? 0;
    matches.set(Number(place), matchOf(Number(message), attempt));
  }
  ops.forEach(({ op }, place) => {
    if (op.inferred) matches.set(place, { ...op.inferred, inferred: true });
  });
  return matches;
}

function matchOf(message: number, attempt: number): Match {
  return { message, attempt, inferred: false };
}

/** Stores what is new, and ties what is stored to the message that was found; gives the items that were new. */
function* keepAll(
  queries: BatchQueries,
  ops: readonly Placed<'record'>[],
  matches: Matches,
): Program<ReadonlySet<string>> {
  const news: Row[] = [];
  const ties: Row[] = [];
  ops.forEach(({ op }, place) => {
    const match = matches.get(place);
    if (op.position === null) news.push(newRow(op, match));
    else if (match) ties.push([op.position, match.message, match.attempt, match.inferred ? 1 : 0]);
  });
  const steps = [...some(queries.keep, news), ...some(queries.tie, ties)];
  const found = steps.length > 0 ? yield steps : [];
  return new Set(news.length > 0 ? (found[0] ?? []).map(itemKey) : []);
}

function newRow(op: RecordOp, match: Match | undefined): Row {
  return [
    op.sender,
    op.itemId,
    match?.message ?? null,
    match?.attempt ?? null,
    JSON.stringify(op.providerIds),
    ...op.values,
    match?.inferred ? 1 : 0,
  ];
}

function aliasesOf(op: RecordOp, match: Match): Row[] {
  return op.providerIds.map((id) => [op.sender, id, match.message, match.attempt]);
}

function recordResult(tuple: Tuple | undefined, duplicate: boolean): RecordResult {
  const [position, message, attempt, settledAt, inferred] = tuple ?? [];
  return {
    duplicate,
    position: Number(position),
    message: message == null ? null : Number(message),
    attempt: attempt == null ? null : Number(attempt),
    settledAt: settledAt == null ? null : Number(settledAt),
    inferred: inferred === 1,
  };
}

function itemKey(item: Row): string {
  return JSON.stringify(item);
}

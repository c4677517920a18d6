import type { BatchQueries } from '../queries/batch-queries.js';
import type { Program, Row, RowsQuery, RowsStatement } from '../step.js';
import type { KnownIds } from './known-ids.js';
import type { AppendOp, EventValues } from './op.js';

/** What a batch adds to the history. It depends on nothing and nothing on it, so it goes last, and all at once. */
export class Tail {
  readonly attempts: Row[] = [];
  readonly aliases: Row[] = [];
  readonly settled: Row[] = [];
  private readonly events: Row[] = [];

  /** Numbers the events of one message so that the last one is `sequence`. */
  addEvents(
    message: number,
    sender: string,
    sequence: number,
    events: readonly EventValues[],
  ): void {
    let next = sequence - events.length;
    for (const [type, at, data] of events) {
      next += 1;
      this.events.push([message, sender, next, type, at, data]);
    }
  }

  /** Of no message, so without a number. */
  addLooseEvents(events: AppendOp['events']): void {
    for (const [sender, ...values] of events) this.events.push([null, sender, 0, ...values]);
  }

  *write(queries: BatchQueries, ids?: KnownIds): Program<void> {
    const aliases = some(queries.alias, this.aliases);
    const steps = [
      ...aliases,
      ...some(queries.attempt, this.attempts),
      ...some(queries.settle, this.settled),
      ...some(queries.event, this.events),
    ];
    if (steps.length === 0) return;
    const [stored = []] = yield steps;
    if (aliases.length > 0) ids?.addStored(stored);
  }
}

/** A step for these rows, or none if there are none. */
export function some(query: RowsQuery, rows: readonly Row[]): RowsStatement[] {
  return rows.length > 0 ? [{ ...query, rows }] : [];
}

import { type Changed, isAway, type MessageRow, type Store, type WaitingRow } from 'waypost/store';
import { isAcceptance } from './evidence.js';
import type { Held } from './lease-keeper.js';
import { acceptanceReport, type Outcome } from './outcome.js';
import { persist } from './persist.js';
import { giveBack, orphaned } from './queue-changes.js';
import type { QueuedEntry } from './queued-entry.js';
import type { Report } from './report.js';

/** What recording attempts needs around it. */
export interface RecordSurroundings {
  readonly store: Store;
  /** Takes what a vendor said of an attempt about which somebody else has decided. */
  testify(report: Report): Promise<unknown>;
  /** Something failed that never should. */
  reportError(error: unknown): void;
}

/** What became of the record of an attempt. */
export interface Recorded {
  /** Whether the message is as the outcome says. */
  readonly applied: boolean;
  /** Whether somebody else had decided about the message before, so that it may stand in the queue again. */
  readonly isOvertaken: boolean;
}

/** Writes down when the attempts of a sender begin and how they end. */
export class AttemptRecords {
  constructor(
    private readonly around: RecordSurroundings,
    private readonly held: Pick<Held, 'epoch'>,
  ) {}

  /**
   * Marks messages as being sent; gives the positions of those that are.
   * @throws what the store throws; what is marked then is not known, and `unmark` must follow
   */
  async mark(batch: readonly QueuedEntry[]): Promise<ReadonlySet<number>> {
    const { epoch } = this.held;
    const starts = batch.map(({ position, row }) => ({
      position,
      sender: row.sender,
      n: row.attempts + 1,
      epoch,
    }));
    return new Set(await this.around.store.start(starts));
  }

  /** Undoes marks in doubt, of which nothing was sent. Resolves once that is certain, with the messages as they are. */
  async unmark(batch: readonly QueuedEntry[]): Promise<readonly (MessageRow | undefined)[]> {
    const { store } = this.around;
    const back = batch.map(({ row }) => giveBack(row, row.attempts + 1, this.held.epoch));
    await persist(store, () => store.transitionEach(back));
    return persist(store, () => Promise.all(batch.map(({ position }) => store.get(position))));
  }

  /** Records how an attempt ended. Where somebody else has decided meanwhile, what the vendor said is evidence. */
  async end(row: WaitingRow, outcome: Outcome): Promise<Recorded> {
    const changed = await this.#finish(outcome);
    const isOvertaken = !changed.applied && !isAcceptance(changed.status);
    if (isOvertaken) await this.#testify(row, outcome);
    return { applied: changed.applied, isOvertaken };
  }

  // Nearly always the first try is the last, and this is the hot path: it waits for nothing else.
  #finish({ finish }: Outcome): Promise<Changed> {
    return this.around.store
      .finish(finish)
      .catch((error: unknown) => this.#finishAtLast(finish, error));
  }

  async #finishAtLast(finish: Outcome['finish'], first: unknown): Promise<Changed> {
    const { store } = this.around;
    try {
      if (!isAway(first)) throw first;
      return await persist(store, () => store.finish(finish));
    } catch (error) {
      // What the vendor said cannot be stored as the end of the attempt: the outcome is unknown.
      this.around.reportError(error);
      await this.#leaveUnknown(finish).catch((next: unknown) => this.around.reportError(next));
      return { applied: false, status: 'unknown' };
    }
  }

  async #leaveUnknown({ position, sender, attempt }: Outcome['finish']): Promise<void> {
    const { store } = this.around;
    const row = await persist(store, () => store.get(position));
    const marked = row && { ...row, sender, attempts: attempt.n, epoch: this.held.epoch };
    if (marked) await persist(store, () => store.transition(orphaned(marked, Date.now())));
  }

  async #testify(row: WaitingRow, outcome: Outcome): Promise<void> {
    const report = acceptanceReport(row, outcome);
    if (!report) return;
    try {
      await persist(this.around.store, () => this.around.testify(report));
    } catch (error) {
      this.around.reportError(error);
    }
  }
}

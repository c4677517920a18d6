import { isAway, type MessageRow, type Store } from 'waypost/store';
import type { EvidenceDesk } from './evidence-desk.js';
import { graceEnded, timeOver } from './queue-changes.js';
import type { Lanes } from './lanes.js';
import { Parking } from './parking.js';
import type { QueueWatch } from './queue-watch.js';

const EVERY_MS = 1_000;
const PAGE = 500;
/** Pages in one round, so that a whole campaign may end at once and nothing else waits for long. */
const MAX_PAGES = 20;
/** What a crash left undecided is looked for this often. */
const EVIDENCE_EVERY = 10;

/** What must happen by itself as time passes: the end of a grace, of a budget, and the poll that hints only shorten. */
export class Sweeps {
  #timer?: NodeJS.Timeout;
  #isRunning = false;
  #rounds = 0;
  readonly #parking: Parking;

  constructor(
    private readonly store: Store,
    private readonly lanes: Lanes,
    private readonly desk: EvidenceDesk,
    private readonly watch: QueueWatch,
    private readonly reportError: (error: unknown) => void,
  ) {
    this.#parking = new Parking(store, (parked) => desk.rematch(parked));
  }

  start(): void {
    this.#timer = setInterval(() => void this.#round(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  // What fails now may succeed in the next round, and keeps nothing else of this one from happening.
  async #round(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    const now = Date.now();
    const parts = [
      () => this.#endGraces(now),
      () => this.#endBudgets(now),
      () => this.#parking.look(now),
      ...(this.#rounds++ % EVIDENCE_EVERY === 0 ? [() => this.desk.sweep()] : []),
      ...(this.store.engine === 'postgres' ? [() => this.watch.look(now)] : []),
    ];
    for (const part of parts) await part().catch((error: unknown) => this.#tell(error));
    this.#isRunning = false;
  }

  // Nothing here is lost by waiting; of a store that is away, health tells.
  #tell(error: unknown): void {
    if (!isAway(error)) this.reportError(error);
  }

  async #endGraces(now: number): Promise<void> {
    await this.#eachPage(
      () => this.store.unknownDue(this.lanes.ids(), now, PAGE),
      (rows) => this.#endGracesOf(rows, now),
    );
  }

  async #endGracesOf(rows: readonly MessageRow[], now: number): Promise<void> {
    const changed = await this.store.transitionEach(rows.map((row) => graceEnded(row, now)));
    for (const [i, row] of rows.entries()) {
      const isQueued = row.onUnknown === 'retry' && now < row.giveUpAt;
      if (isQueued && changed[i]?.applied) this.#requeue(row);
    }
  }

  async #endBudgets(now: number): Promise<void> {
    await this.#eachPage(
      () => this.store.overdue(this.lanes.ids(), now, PAGE),
      async (rows) => {
        await this.store.transitionEach(rows.map((row) => timeOver(row, now)));
      },
    );
  }

  async #eachPage(
    read: () => Promise<readonly MessageRow[]>,
    end: (rows: readonly MessageRow[]) => Promise<void>,
  ): Promise<void> {
    for (let page = 0; page < MAX_PAGES; page++) {
      const rows = await read();
      await end(rows);
      if (rows.length < PAGE) return;
    }
  }

  #requeue(row: MessageRow): void {
    this.lanes.get(row.sender)?.enqueue({ ...row, dueAt: 0 });
  }
}

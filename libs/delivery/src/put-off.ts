import type { MessageReads, MessageRow } from 'waypost/store';
import type { Lane } from './lane/lane.js';
import { PRIORITIES, type Priority } from './lane/weighted-turns.js';
import { entryOf, type QueuedEntry } from './queued-entry.js';
import { steadyNow } from './steady-clock.js';

const PAGE = 100;
/** Pages to look at in one go at each priority. */
const MAX_PAGES = 10;
const AGAIN_MS = 50;

interface Place {
  readonly dueAt: number;
  readonly position: number;
}

/** The part of a sender's queue that waits for its time in the store: `sendAt`, a long back-off, a pause. */
export class PutOff {
  /** Where reading goes on, at a priority whose due rows were more than one go looks at. */
  readonly #after = new Map<Priority, Place>();
  #nextAt = 0;

  constructor(
    private readonly sender: string,
    private readonly store: Pick<MessageReads, 'loadDue' | 'nextDue'>,
    private readonly lane: Lane<QueuedEntry>,
  ) {}

  /** When there may be something to fill the lane with, on the system's clock, by which rows are due. */
  get nextAt(): number {
    return this.#nextAt;
  }

  /** A row was put off until then. */
  expect(dueAt: number): void {
    this.#nextAt = Math.min(this.#nextAt, dueAt);
  }

  /** Others may have put rows off. */
  suspect(): void {
    this.#nextAt = 0;
  }

  /** Offers the rows whose time has come at the priorities that have room; gives those that are paused. */
  async fill(now: number, hasRoom: (priority: Priority) => boolean): Promise<MessageRow[]> {
    if (this.#nextAt > now) return [];
    // What is put off meanwhile counts as well.
    this.#nextAt = Infinity;
    try {
      const paused: MessageRow[] = [];
      for (const priority of PRIORITIES) {
        if (hasRoom(priority)) await this.#fillPriority(priority, now, paused);
      }
      const next = (await this.store.nextDue(this.sender)) ?? Infinity;
      // What is due and has no room yet stays first in line; it is looked at again a little later.
      this.expect(Math.max(next, now + AGAIN_MS));
      return paused;
    } catch (error) {
      this.suspect();
      throw error;
    }
  }

  async #fillPriority(priority: Priority, now: number, paused: MessageRow[]): Promise<void> {
    for (let page = 0; page < MAX_PAGES; page++) {
      const after = this.#after.get(priority);
      const rows = await this.store.loadDue(this.sender, priority, { now, limit: PAGE, after });
      for (const row of rows) {
        const offer = this.lane.offer(entryOf(row), steadyNow());
        if (offer === 'full') return void this.#after.delete(priority);
        if (offer === 'paused') paused.push(row);
        this.#after.set(priority, row);
      }
      if (rows.length < PAGE) return void this.#after.delete(priority);
    }
  }
}

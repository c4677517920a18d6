import type { MessageReads, WaitingRow } from 'waypost/store';
import type { Lane } from './lane/lane.js';
import { PRIORITIES, type Priority } from './lane/weighted-turns.js';
import { QueuedEntry } from './queued-entry.js';
import { steadyNow } from './steady-clock.js';

const PAGE = 100;
/** Pages to look at in one go at each priority. */
const MAX_PAGES = 10;
const AGAIN_MS = 50;

interface Place {
  readonly dueAt: number;
  readonly position: number;
}

interface Cursor {
  /** When the first of them is due, on the system's clock. */
  nextAt: number;
  /** Where reading goes on, if the due rows were more than one go looks at. */
  after?: Place;
  /** How many had left the lane when it took no more of what is due: until another one leaves, nothing changes. */
  takesNoneUntil?: number;
  /** Whether it waits for the lane, and not for a time. */
  waits: boolean;
}

/** The part of a sender's queue that waits for its time in the store: `sendAt`, a long back-off, a pause. */
export class PutOff {
  readonly #cursors = PRIORITIES.map((): Cursor => ({ nextAt: 0, waits: false }));

  constructor(
    private readonly sender: string,
    private readonly store: Pick<MessageReads, 'loadDue' | 'nextDue'>,
    private readonly lane: Lane<QueuedEntry>,
  ) {}

  /** When there may be something to fill the lane with, on the system's clock, even if nothing leaves the lane. */
  get nextAt(): number {
    return Math.min(...this.#cursors.map(({ waits, nextAt }) => (waits ? Infinity : nextAt)));
  }

  /** A row was put off until then. */
  expect(dueAt: number): void {
    for (const cursor of this.#cursors) {
      cursor.nextAt = Math.min(cursor.nextAt, dueAt);
      cursor.takesNoneUntil = undefined;
      cursor.waits = false;
    }
  }

  /** Others may have put rows off. */
  suspect(): void {
    this.expect(0);
  }

  /** Offers the rows whose time has come at the priorities that have room; gives those that are paused. */
  async fill(now: number, hasRoom: (priority: Priority) => boolean): Promise<WaitingRow[]> {
    const due = PRIORITIES.filter((priority) => {
      const cursor = this.#cursor(priority);
      const isDue = cursor.nextAt <= now;
      cursor.waits =
        isDue && !(hasRoom(priority) && cursor.takesNoneUntil !== this.lane.departures);
      return isDue && !cursor.waits;
    });
    if (due.length === 0) return [];
    // What is put off meanwhile counts as well.
    for (const priority of due) this.#cursor(priority).nextAt = Infinity;
    try {
      const paused: WaitingRow[] = [];
      for (const priority of due) await this.#fillPriority(priority, now, paused);
      const next = await this.store.nextDue(this.sender);
      for (const priority of due) this.#await(this.#cursor(priority), next[priority], now);
      return paused;
    } catch (error) {
      this.suspect();
      throw error;
    }
  }

  // What is due and was not taken stays first in line.
  #await(cursor: Cursor, next: number | null | undefined, now: number): void {
    const isReadOn = cursor.after !== undefined;
    const at = next ?? Infinity;
    cursor.nextAt = Math.min(cursor.nextAt, isReadOn ? Math.max(at, now + AGAIN_MS) : at);
    // What comes due later is new to the lane.
    if (cursor.nextAt > now) cursor.takesNoneUntil = undefined;
    cursor.waits = cursor.nextAt <= now && cursor.takesNoneUntil === this.lane.departures;
  }

  async #fillPriority(priority: Priority, now: number, paused: WaitingRow[]): Promise<void> {
    const cursor = this.#cursor(priority);
    const { departures } = this.lane;
    for (let page = 0; page < MAX_PAGES; page++) {
      const { after } = cursor;
      const rows = await this.store.loadDue(this.sender, priority, { now, limit: PAGE, after });
      const isFull = this.#offer(rows, cursor, paused);
      if (!isFull && rows.length === PAGE) continue;
      cursor.after = undefined;
      cursor.takesNoneUntil = departures;
      return;
    }
  }

  /** Returns whether the lane was full before their end. */
  #offer(rows: readonly WaitingRow[], cursor: Cursor, paused: WaitingRow[]): boolean {
    for (const row of rows) {
      const offer = this.lane.offer(new QueuedEntry(row), steadyNow());
      if (offer === 'full') return true;
      if (offer === 'paused') paused.push(row);
      cursor.after = row;
    }
    return false;
  }

  #cursor(priority: Priority): Cursor {
    const cursor = this.#cursors[priority];
    if (!cursor) throw new RangeError(`There is no priority ${String(priority)}.`);
    return cursor;
  }
}

import type { WaitingRow, MessageReads } from 'waypost/store';
import type { Lane } from './lane/lane.js';
import { PRIORITIES, type Priority } from './lane/weighted-turns.js';
import { QueuedEntry } from './queued-entry.js';
import { steadyNow } from './steady-clock.js';

const PAGE = 250;
const LEAST_PAGE = 25;
/** Pages to look at in one go where hardly a row fits the lane, and how long to rest after that. */
const MAX_BARREN_PAGES = 4;
const REST_MS = 50;

interface Cursor {
  /** Whether the store may hold ready rows that the lane has not seen. */
  behind: boolean;
  after: number;
  /** The first row that was passed over because its recipient had no room; reading starts there again. */
  passedOver: number;
  /** Recipients with a row passed over: their later rows wait too, or the order would break. */
  readonly crowded: Set<string>;
  /** Not to be read before: so much was read for nothing. */
  restUntil: number;
}

/**
 * The part of a sender's queue that waits in the store: reads it into the lane in order as room comes free. While a
 * priority is behind, what is newly accepted at that priority must wait in the store as well.
 */
export class Backlog {
  readonly #cursors = PRIORITIES.map((): Cursor => ({
    behind: true,
    after: 0,
    passedOver: Infinity,
    crowded: new Set(),
    restUntil: 0,
  }));

  constructor(
    private readonly sender: string,
    private readonly store: Pick<MessageReads, 'load'>,
    private readonly lane: Lane<QueuedEntry>,
  ) {}

  isBehind(priority: Priority): boolean {
    return this.#cursor(priority).behind;
  }

  get isAnyBehind(): boolean {
    return this.#cursors.some(({ behind }) => behind);
  }

  /** A row at this place waits in the store: read from there on, at the latest. */
  leave(entry: Pick<QueuedEntry, 'position' | 'priority'>): void {
    const cursor = this.#cursor(entry.priority);
    if (!cursor.behind) cursor.after = entry.position - 1;
    else cursor.passedOver = Math.min(cursor.passedOver, entry.position);
    cursor.behind = true;
  }

  /** Other replicas may have added rows, and a row with a smaller position may have become visible after a larger one. */
  suspect(priorities: readonly Priority[] = PRIORITIES): void {
    for (const priority of priorities) {
      const cursor = this.#cursor(priority);
      // A reading that is under way goes on, or it would never come past what does not fit.
      if (cursor.behind) cursor.passedOver = 1;
      else cursor.after = 0;
      cursor.behind = true;
    }
  }

  /** When reading goes on after a rest, on the steady clock; undefined where nothing rests. */
  get resumesAt(): number | undefined {
    const resting = this.#cursors.filter(({ behind, restUntil }) => behind && restUntil > 0);
    return resting.length > 0 ? Math.min(...resting.map((cursor) => cursor.restUntil)) : undefined;
  }

  /**
   * Fills the lane from the store at the priorities that have room; gives the rows that cannot go now because their
   * recipient or template is paused.
   */
  async fill(hasRoom: (priority: Priority) => boolean): Promise<WaitingRow[]> {
    const paused: WaitingRow[] = [];
    for (const priority of PRIORITIES) {
      const cursor = this.#cursor(priority);
      if (cursor.restUntil > steadyNow()) continue;
      cursor.restUntil = 0;
      if (cursor.behind && hasRoom(priority)) await this.#fillPriority(priority, paused);
    }
    return paused;
  }

  async #fillPriority(priority: Priority, paused: WaitingRow[]): Promise<void> {
    const cursor = this.#cursor(priority);
    for (let barren = 0; barren < MAX_BARREN_PAGES; barren++) {
      const room = this.lane.roomAt(priority);
      if (room <= 0) return;
      // What has no room would be read once more.
      const limit = Math.min(PAGE, Math.max(room, LEAST_PAGE));
      const rows = await this.store.load(this.sender, priority, { after: cursor.after, limit });
      const taken = this.#offer(rows, cursor, paused);
      if (taken === 'full') return;
      if (rows.length < limit) return this.#reachedEnd(cursor);
      if (taken > limit / 10) barren = 0;
    }
    cursor.restUntil = steadyNow() + REST_MS;
  }

  #offer(rows: readonly WaitingRow[], cursor: Cursor, paused: WaitingRow[]): number | 'full' {
    let taken = 0;
    for (const row of rows) {
      const entry = new QueuedEntry(row);
      const offer = this.#isHeldBack(entry, cursor)
        ? 'crowded'
        : this.lane.offer(entry, steadyNow());
      if (offer === 'full') return 'full';
      if (offer === 'crowded') this.#passOver(entry, cursor);
      if (offer === 'paused') paused.push(row);
      if (offer === 'taken') taken++;
      cursor.after = row.position;
    }
    return taken;
  }

  #isHeldBack(entry: QueuedEntry, cursor: Cursor): boolean {
    return entry.ordered && cursor.crowded.has(entry.recipient);
  }

  #passOver(entry: QueuedEntry, cursor: Cursor): void {
    cursor.passedOver = Math.min(cursor.passedOver, entry.position);
    if (entry.ordered) cursor.crowded.add(entry.recipient);
  }

  #reachedEnd(cursor: Cursor): void {
    cursor.behind = Number.isFinite(cursor.passedOver);
    if (cursor.behind) cursor.after = cursor.passedOver - 1;
    cursor.passedOver = Infinity;
    cursor.crowded.clear();
  }

  #cursor(priority: Priority): Cursor {
    const cursor = this.#cursors[priority];
    if (!cursor) throw new RangeError(`There is no priority ${String(priority)}.`);
    return cursor;
  }
}

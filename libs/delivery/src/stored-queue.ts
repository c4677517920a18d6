import type { WaitingRow, Stirring, Store } from 'waypost/store';
import { Backlog } from './backlog.js';
import type { Lane } from './lane/lane.js';
import type { Priority } from './lane/weighted-turns.js';
import { PutOff } from './put-off.js';
import { deferral } from './queue-changes.js';
import { QueuedEntry } from './queued-entry.js';
import { fromSteady, steadyNow, toSteady } from './steady-clock.js';

/** The part of a sender's queue that is not in its lane: behind what is there, or put off. Fills the lane from it. */
export class StoredQueue {
  readonly #backlog: Backlog;
  readonly #putOff: PutOff;

  constructor(
    sender: string,
    private readonly store: Store,
    private readonly lane: Lane<QueuedEntry>,
    private readonly capacity: number,
  ) {
    this.#backlog = new Backlog(sender, store, lane);
    this.#putOff = new PutOff(sender, store, lane);
  }

  /** Whether there may be rows that come before a new one. */
  get isAhead(): boolean {
    return this.#backlog.isAnyBehind;
  }

  /** When to look again without anything else happening, on the steady clock. */
  get wakeAt(): number {
    return Math.min(this.#backlog.resumesAt ?? Infinity, toSteady(this.#putOff.nextAt));
  }

  /** A message was stored as queued: into the lane with it, or behind what waits already. */
  add(row: WaitingRow): void {
    if (row.dueAt > 0) return this.#putOff.expect(row.dueAt);
    if (this.#backlog.isBehind(row.priority)) return this.#backlog.leave(row);
    const offer = this.lane.offer(new QueuedEntry(row), steadyNow());
    if (offer !== 'taken' && offer !== 'held') this.#backlog.leave(row);
  }

  /** A row was put off until then. */
  expect(dueAt: number): void {
    this.#putOff.expect(dueAt);
  }

  /** Others may have changed it: all of it, or what the store tells. */
  suspect(stirring?: Pick<Stirring, 'priority' | 'ready' | 'due'>): void {
    const { priority, ready = true, due = true } = stirring ?? {};
    if (ready) this.#backlog.suspect(priority === undefined ? undefined : [priority]);
    if (due) this.#putOff.suspect();
  }

  /** Takes back what the lane would not hold through a pause. Returns whether there was any. */
  takeBack(): boolean {
    const entries = this.lane.takeGivenBack();
    for (const entry of entries) this.#backlog.leave(entry);
    if (entries.length > 0) this.#putOff.suspect();
    return entries.length > 0;
  }

  /** Fills the lane where it has room; what is paused is put off, so that it need not be read again and again. */
  async refill(): Promise<void> {
    try {
      await this.#putOffAll(await this.#fill());
    } catch (error) {
      // What was read and is neither in the lane nor put off must be read again.
      this.suspect();
      throw error;
    }
  }

  async #fill(): Promise<WaitingRow[]> {
    const hasRoom = (priority: Priority) => this.lane.sizeAt(priority) <= this.capacity / 2;
    const behind = this.#backlog.isAnyBehind ? await this.#backlog.fill(hasRoom) : [];
    return [...behind, ...(await this.#putOff.fill(Date.now(), hasRoom))];
  }

  async #putOffAll(paused: readonly WaitingRow[]): Promise<void> {
    if (paused.length === 0) return;
    const deferrals = paused.map((row) => {
      const until = this.lane.pauses.entryUntil(new QueuedEntry(row), steadyNow());
      return deferral(row, until && Math.ceil(fromSteady(until)), Date.now());
    });
    await this.store.transitionEach(deferrals);
    for (const { dueAt = 0 } of deferrals) this.#putOff.expect(dueAt);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Message } from 'waypost/messages';
import {
  isAway,
  type MessageRow,
  type NewMessage,
  type Stirring,
  type WaitingRow,
} from 'waypost/store';
import { AttemptRecords, type RecordSurroundings } from './attempt-records.js';
import type { DeliverySender } from './delivery-sender.js';
import { handOver, notBegun } from './hand-over.js';
import { limitsOf } from './lane-limits.js';
import { Lane } from './lane/lane.js';
import { Pacer } from './lane/pacer.js';
import { burstOf } from './lane/token-bucket.js';
import type { Held } from './lease-keeper.js';
import type { Outcome } from './outcome.js';
import { QueuedEntry, waitingRow } from './queued-entry.js';
import { Restraint, type FaultReports } from './restraint.js';
import { Rounds } from './rounds.js';
import { steadyNow, toSteady } from './steady-clock.js';
import { StoredQueue } from './stored-queue.js';
import { UnderWay } from './under-way.js';

/** Of a lease that nobody had before. */
const FIRST_EPOCH = 1;
const MAX_START = 256;
const STORE_RETRY_MS = 500;

/** What a lane works with, and whom it tells. */
export interface LaneSurroundings extends FaultReports, RecordSurroundings {
  /** An attempt ended. */
  observe(sender: string, outcome: Outcome): void;
}

/** Drives the queue of one sender for as long as this process holds its lease. */
export class SenderLane {
  /** What holds it up beyond its limits. */
  readonly restraint: Restraint;
  readonly #lane: Lane<QueuedEntry>;
  readonly #stored: StoredQueue;
  readonly #records: AttemptRecords;
  readonly #pacer: Pacer;
  readonly #underWay: UnderWay;
  readonly #rounds: Rounds;
  #sender: DeliverySender;

  constructor(
    sender: DeliverySender,
    private readonly held: Held,
    private readonly around: LaneSurroundings,
  ) {
    const limits = limitsOf(sender);
    const { perSecond, capacity } = limits;
    this.#sender = sender;
    this.#pacer = new Pacer(perSecond, burstOf(perSecond), steadyNow());
    this.#lane = new Lane(limits, steadyNow(), held.epoch > FIRST_EPOCH);
    this.#stored = new StoredQueue(sender.id, around.store, this.#lane, capacity);
    this.#records = new AttemptRecords(around, held);
    this.restraint = new Restraint(this.#lane, sender.accountKey, around);
    this.restraint.reset(sender.paused);
    this.#rounds = new Rounds({
      run: () => this.#fillAndStart(),
      rest: () => this.#rest(),
      failed: (error) => {
        if (!isAway(error)) around.reportError(error);
        return STORE_RETRY_MS;
      },
    });
    this.#underWay = new UnderWay(
      // A commit ends many attempts at once, and one round serves them all.
      () => this.wake(),
      (error) => around.reportError(error),
    );
  }

  get epoch(): number {
    return this.held.epoch;
  }

  get id(): string {
    return this.#sender.id;
  }

  /** Entries in memory. */
  get size(): number {
    return this.#lane.size;
  }

  /** Looks at the queue; call it after anything that may have changed it. */
  wake(): void {
    this.#rounds.wake();
  }

  /** Other replicas may have added to the queue: to any part of it, or to the one that the store tells. */
  suspect(stirring?: Stirring): void {
    this.#stored.suspect(stirring);
    this.wake();
  }

  /**
   * Takes all the slots that a message needs to leave at once, if nothing goes before it; then it may be stored as
   * being sent. `begin` or `release` must follow.
   */
  reserve(row: NewMessage, message: Message): QueuedEntry | undefined {
    if (this.#rounds.isStopped || this.restraint.isProbing || this.#stored.isAhead)
      return undefined;
    if (!this.held.isValid() || row.dueAt > 0) return undefined;
    const entry = new QueuedEntry(waitingRow(row), message);
    return this.#lane.reserve(entry, steadyNow()) ? entry : undefined;
  }

  release(entry: QueuedEntry): void {
    this.#lane.undo(entry, steadyNow());
    this.wake();
  }

  /** Hands over what was reserved, now that it is stored. */
  begin(entry: QueuedEntry, position: number): void {
    entry.position = position;
    entry.row = { ...entry.row, position };
    this.#underWay.add(this.#attempt(entry, 1));
  }

  /** A message was stored as queued. */
  enqueue(row: WaitingRow): void {
    this.#stored.add(row);
    this.wake();
  }

  /** Whether `change` is enough for the sender as it is now; for other limits or another account, there must be a new lane. */
  fits({ limits, accountKey }: DeliverySender): boolean {
    return (
      accountKey === this.restraint.accountKey && isDeepStrictEqual(limits, this.#sender.limits)
    );
  }

  /** The operator changed the sender: its new options, and whatever held it up is tried again. */
  change(sender: DeliverySender): void {
    this.#sender = sender;
    this.restraint.reset(sender.paused);
    this.wake();
  }

  /** Starts nothing more; resolves when what is under way has ended and is recorded. */
  async stop(): Promise<void> {
    await this.#rounds.stop();
    await this.#underWay.end();
  }

  async #fillAndStart(): Promise<void> {
    await this.#stored.refill();
    await this.#start();
  }

  async #start(): Promise<void> {
    const now = steadyNow();
    const batch: QueuedEntry[] = [];
    while (batch.length < MAX_START && this.#mayTake()) {
      const entry = this.#lane.next(now);
      if (!entry) break;
      batch.push(entry);
    }
    if (this.#stored.takeBack()) this.wake();
    if (batch.length === 0) return;
    if (batch.length === MAX_START) this.wake();
    const marked = await this.#mark(batch);
    for (const entry of batch) {
      if (marked.has(entry.position))
        this.#underWay.add(this.#attempt(entry, entry.row.attempts + 1));
      else this.#lane.undo(entry, steadyNow());
    }
  }

  #mayTake(): boolean {
    return this.held.isValid() && !(this.restraint.isProbing && this.#lane.inFlight > 0);
  }

  async #mark(batch: readonly QueuedEntry[]): Promise<ReadonlySet<number>> {
    try {
      return await this.#records.mark(batch);
    } catch (error) {
      this.#underWay.add(this.#unmark(batch));
      throw error;
    }
  }

  // The slots stay taken until the undoing is certain: if a message were marked anew, a late undoing of the first mark
  // would meet the second, and let it leave twice.
  async #unmark(batch: readonly QueuedEntry[]): Promise<void> {
    let rows: readonly (MessageRow | undefined)[] = [];
    try {
      rows = await this.#records.unmark(batch);
    } finally {
      for (const [i, entry] of [...batch.entries()].reverse()) this.#putBack(entry, rows[i]);
      this.#stored.suspect();
    }
  }

  // What is queued keeps its place before its successors.
  #putBack(entry: QueuedEntry, row: MessageRow | undefined): void {
    const now = steadyNow();
    if (row?.status !== 'queued') return void this.#lane.undo(entry, now);
    entry.row = row;
    this.#lane.undo(entry, now, now);
  }

  async #attempt(entry: QueuedEntry, n: number): Promise<void> {
    const { row } = entry;
    const wait = this.#pacer.take(steadyNow());
    if (wait > 0) await sleep(wait);
    const hindrance = this.#hindrance(row);
    const outcome = hindrance
      ? notBegun(row, n, hindrance)
      : await handOver(this.#sender, row, n, entry.takeMessage());
    this.around.observe(row.sender, outcome);
    this.restraint.react(outcome, row);
    // The slot stays taken until the result is recorded: without that, nothing new may begin.
    const recorded = await this.#records.end(row, outcome);
    const retryAt = recorded.applied ? outcome.retryAt : undefined;
    const again = retryAt === undefined ? undefined : toSteady(retryAt);
    if (again !== undefined) entry.row = { ...row, attempts: n };
    const isHeld = hindrance
      ? this.#lane.undo(entry, steadyNow(), again)
      : this.#lane.done(entry, steadyNow(), again);
    if (!isHeld && retryAt !== undefined) this.#stored.expect(retryAt);
    // Whoever decided may have queued it again, and what is read while the lane holds it is passed over.
    if (recorded.isOvertaken) this.#stored.suspect();
  }

  // Asked just before writing to a socket: the commit that marked it may have taken long.
  #hindrance(row: WaitingRow): string | undefined {
    if (!this.held.isValid()) return 'the lease of the sender had run out';
    return row.giveUpAt <= Date.now() ? 'its time was over' : undefined;
  }

  // How long nothing changes by itself, in ms.
  #rest(): number {
    if (this.restraint.isProbing && this.#lane.inFlight > 0) return Infinity;
    const now = steadyNow();
    const wakeAt = Math.min(this.#lane.wakeAt(now) ?? Infinity, this.#stored.wakeAt);
    return Math.max(1, wakeAt - now);
  }
}

import { isDeepStrictEqual } from 'node:util';
import type { Message } from 'waypost/messages';
import { CommitUnknown, StoreUnavailable, type MessageRow, type Store } from 'waypost/store';
import { Backlog } from './backlog.js';
import type { DeliverySender } from './delivery-sender.js';
import { handOver, notBegun } from './hand-over.js';
import { Lane } from './lane/lane.js';
import type { Outcome } from './outcome.js';
import { deferral, giveBack } from './queue-changes.js';
import { QueuedEntry } from './queued-entry.js';
import type { Held } from './lease-keeper.js';
import { persist } from './persist.js';
import { Restraint, type FaultReports } from './restraint.js';

const CAPACITY = 1_000;
const LOW_WATER = CAPACITY / 2;
const PER_RECIPIENT = 8;
const MAX_START = 256;
const STORE_RETRY_MS = 500;
const DUE_AGAIN_MS = 50;

/** What a lane works with, and whom it tells. */
export interface LaneSurroundings extends FaultReports {
  readonly store: Store;
  /** An attempt ended. */
  observe(sender: string, outcome: Outcome): void;
}

/** Drives the queue of one sender for as long as this process holds its lease. */
export class SenderLane {
  /** What holds it up beyond its limits. */
  readonly restraint: Restraint;
  readonly #lane: Lane<QueuedEntry>;
  readonly #backlog: Backlog;
  readonly #running = new Set<Promise<void>>();
  #sender: DeliverySender;
  #timer?: NodeJS.Timeout;
  #nextDue = 0;
  #isPumping = false;
  #pumping: Promise<void> = Promise.resolve();
  #pumpAgain = false;
  #isStopped = false;

  constructor(
    sender: DeliverySender,
    private readonly held: Held,
    private readonly around: LaneSurroundings,
  ) {
    const { limits } = sender;
    this.#sender = sender;
    this.#lane = new Lane(
      {
        perSecond: limits.messagesPerSecond ?? 80,
        concurrency: limits.concurrency ?? 64,
        pairRate: limits.pairRate ?? true,
        capacity: CAPACITY,
        perRecipient: PER_RECIPIENT,
      },
      Date.now(),
    );
    this.#backlog = new Backlog(sender.id, around.store, this.#lane);
    this.restraint = new Restraint(this.#lane, sender.accountKey, around);
    this.restraint.reset(sender.paused);
  }

  get epoch(): number {
    return this.held.epoch;
  }

  /** Entries in memory. */
  get size(): number {
    return this.#lane.size;
  }

  /** Looks at the queue; call it after anything that may have changed it. */
  wake(): void {
    this.#pumpAgain = true;
    if (!this.#isPumping) this.#pumping = this.#pump();
  }

  /** Other replicas may have added to the queue. */
  suspect(): void {
    this.#backlog.suspect();
    this.#nextDue = 0;
    this.wake();
  }

  /**
   * Takes all the slots that a message needs to leave at once, if nothing goes before it; then it may be stored as
   * being sent. `begin` or `release` must follow.
   */
  reserve(row: MessageRow): QueuedEntry | undefined {
    if (this.#isStopped || this.restraint.isProbing || this.#backlog.isAnyBehind) return undefined;
    if (!this.held.isValid() || row.dueAt > 0) return undefined;
    const entry = new QueuedEntry(row);
    return this.#lane.reserve(entry, Date.now()) ? entry : undefined;
  }

  release(entry: QueuedEntry): void {
    this.#lane.done(entry, Date.now());
    this.wake();
  }

  /** Hands over what was reserved, now that it is stored. */
  begin(entry: QueuedEntry, message: Message): void {
    this.#track(this.#attempt(entry, 1, message));
  }

  /** A message was stored as queued. */
  enqueue(row: MessageRow): void {
    if (row.dueAt > 0) {
      this.#nextDue = Math.min(this.#nextDue, row.dueAt);
    } else if (this.#backlog.isBehind(row.priority)) {
      this.#backlog.leave(row);
    } else if (!['taken', 'held'].includes(this.#lane.offer(new QueuedEntry(row), Date.now()))) {
      this.#backlog.leave(row);
    }
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
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#pumping;
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #pump(): Promise<void> {
    this.#isPumping = true;
    try {
      while (this.#pumpAgain && !this.#isStopped) {
        this.#pumpAgain = false;
        await this.#refill();
        await this.#start();
      }
      this.#schedule();
    } catch (error) {
      if (!(error instanceof StoreUnavailable || error instanceof CommitUnknown)) throw error;
      this.#wakeIn(STORE_RETRY_MS);
    } finally {
      this.#isPumping = false;
    }
  }

  async #refill(): Promise<void> {
    if (this.#lane.size > LOW_WATER) return;
    const now = Date.now();
    const paused = this.#backlog.isAnyBehind ? await this.#backlog.fill(now) : [];
    if (this.#nextDue <= now) {
      paused.push(...(await this.#backlog.fillDue(now)));
      // What is due and has no room yet stays first in line; it is looked at again a little later.
      const next = (await this.around.store.nextDue(this.#sender.id)) ?? Infinity;
      this.#nextDue = Math.max(next, now + DUE_AGAIN_MS);
    }
    if (paused.length === 0) return;
    await this.around.store.transitionEach(
      paused.map((row) => deferral(row, this.#lane.pausedUntil(new QueuedEntry(row), now), now)),
    );
  }

  async #start(): Promise<void> {
    const now = Date.now();
    const batch: QueuedEntry[] = [];
    while (batch.length < MAX_START && this.#mayTake()) {
      const entry = this.#lane.next(now);
      if (!entry) break;
      batch.push(entry);
    }
    if (batch.length === 0) return;
    if (batch.length === MAX_START) this.#pumpAgain = true;
    const marked = await this.#mark(batch);
    for (const entry of batch) {
      if (marked.has(entry.position)) this.#track(this.#attempt(entry, entry.row.attempts + 1));
      else this.#lane.done(entry, Date.now());
    }
  }

  #mayTake(): boolean {
    return this.held.isValid() && !(this.restraint.isProbing && this.#lane.inFlight > 0);
  }

  async #mark(batch: readonly QueuedEntry[]): Promise<ReadonlySet<number>> {
    const { epoch } = this.held;
    const starts = batch.map(({ position, row }) => ({
      position,
      sender: row.sender,
      n: row.attempts + 1,
      epoch,
    }));
    try {
      return new Set(await this.around.store.start(starts));
    } catch (error) {
      for (const entry of batch) this.#lane.done(entry, Date.now());
      this.#backlog.suspect();
      // Whatever of it was stored, nothing of it was sent.
      const back = batch.map(({ row }) => giveBack(row, row.attempts + 1, epoch));
      this.#track(persist(() => this.around.store.transitionEach(back)).then(() => this.suspect()));
      throw error;
    }
  }

  #track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => {
      this.#running.delete(work);
      if (!this.#isStopped) this.wake();
    });
  }

  async #attempt(entry: QueuedEntry, n: number, message?: Message): Promise<void> {
    const { row } = entry;
    const outcome = this.held.isValid()
      ? await handOver(this.#sender, row, n, message ?? (JSON.parse(row.body) as Message))
      : notBegun(row, n, 'the lease of the sender had run out');
    this.around.observe(row.sender, outcome);
    this.restraint.react(outcome, row);
    // The slot stays taken until the result is recorded: without that, nothing new may begin.
    const changed = await persist(() => this.around.store.finish(outcome.finish));
    const now = Date.now();
    const retryAt = changed.applied ? outcome.retryAt : undefined;
    entry.row = { ...row, attempts: n };
    if (!this.#lane.done(entry, now, retryAt) && retryAt !== undefined) {
      this.#nextDue = Math.min(this.#nextDue, retryAt);
    }
  }

  #schedule(): void {
    const now = Date.now();
    const wakeAt = Math.min(this.#lane.wakeAt(now) ?? Infinity, this.#nextDue);
    const isWaiting = this.restraint.isProbing && this.#lane.inFlight > 0;
    if (Number.isFinite(wakeAt) && !isWaiting) this.#wakeIn(Math.max(1, wakeAt - now));
  }

  #wakeIn(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => this.wake(), Math.min(ms, 60_000));
  }
}

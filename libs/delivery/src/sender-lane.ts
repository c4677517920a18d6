import type { Message } from 'waypost/messages';
import { StoreUnavailable, type MessageRow, type Store } from 'waypost/store';
import { Backlog } from './backlog.js';
import { Breaker } from './breaker.js';
import type { DeliverySender } from './delivery-sender.js';
import { FaultWatch } from './fault-watch.js';
import { handOver, notBegun } from './hand-over.js';
import { Lane } from './lane/lane.js';
import type { Outcome } from './outcome.js';
import { deferral, giveBack } from './queue-changes.js';
import { QueuedEntry } from './queued-entry.js';
import type { Pause } from './retry-policy.js';
import type { StoredError } from './stored-error.js';
import type { Held } from './lease-keeper.js';
import { persist } from './persist.js';

const CAPACITY = 1_000;
const LOW_WATER = CAPACITY / 2;
const PER_RECIPIENT = 8;
const MAX_START = 256;
const STORE_RETRY_MS = 500;

/** What a lane tells those around it. */
export interface LaneSurroundings {
  readonly store: Store;
  /** The vendor holds up all senders of an account. */
  pauseAccount(accountKey: string, until: number, error: StoredError): void;
  /** The operator must act, or need not any more (`error` left out). */
  reportFault(sender: string, until: number, error?: StoredError): void;
  /** An attempt ended. */
  observe(sender: string, outcome: Outcome): void;
}

/** Drives the queue of one sender for as long as this process holds its lease. */
export class SenderLane {
  readonly #lane: Lane<QueuedEntry>;
  readonly #backlog: Backlog;
  readonly #breaker = new Breaker();
  readonly #fault = new FaultWatch();
  readonly #running = new Set<Promise<void>>();
  #sender: DeliverySender;
  #timer?: NodeJS.Timeout;
  #nextDue = 0;
  #isPumping = false;
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
    if (sender.paused) this.#lane.pauseSender(Infinity);
  }

  get epoch(): number {
    return this.held.epoch;
  }

  get accountKey(): string {
    return this.#sender.accountKey;
  }

  /** Entries in memory. */
  get size(): number {
    return this.#lane.size;
  }

  /** Looks at the queue; call it after anything that may have changed it. */
  wake(): void {
    void this.#pump();
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
    if (this.#isStopped || this.#isProbing || this.#backlog.isAnyBehind) return undefined;
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

  pause(pause: Pause, row: Pick<MessageRow, 'recipient' | 'template'>): void {
    if (pause.scope === 'recipient') this.#lane.pauseRecipient(row.recipient, pause.until);
    else if (pause.scope === 'template') this.#lane.pauseTemplate(row.template ?? '', pause.until);
    else this.#lane.pauseSender(pause.until);
  }

  /** The operator changed the sender: its new options, and whatever held it up is tried again. */
  change(sender: DeliverySender): void {
    this.#sender = sender;
    this.#fault.clear();
    if (sender.paused) this.#lane.pauseSender(Infinity);
    else this.#lane.resumeSender();
    this.wake();
  }

  /** Starts nothing more; resolves when what is under way has ended and is recorded. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  get #isProbing(): boolean {
    return this.#breaker.isOpen || this.#fault.isOpen;
  }

  async #pump(): Promise<void> {
    this.#pumpAgain = true;
    if (this.#isPumping) return;
    this.#isPumping = true;
    try {
      while (this.#pumpAgain && !this.#isStopped) {
        this.#pumpAgain = false;
        await this.#refill();
        await this.#start();
      }
      this.#schedule();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
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
      this.#nextDue = (await this.around.store.nextDue(this.#sender.id)) ?? Infinity;
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
    return this.held.isValid() && !(this.#isProbing && this.#lane.inFlight > 0);
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
    this.#react(outcome, row);
    // The slot stays taken until the result is recorded: without that, nothing new may begin.
    const changed = await persist(() => this.around.store.finish(outcome.finish));
    const now = Date.now();
    const retryAt = changed.applied ? outcome.retryAt : undefined;
    entry.row = { ...row, attempts: n };
    if (!this.#lane.done(entry, now, retryAt) && retryAt !== undefined) {
      this.#nextDue = Math.min(this.#nextDue, retryAt);
    }
  }

  #react(outcome: Outcome, row: MessageRow): void {
    const { answer, pause, error } = outcome;
    if (answer === 'doubtful') {
      const until = this.#breaker.doubted(Date.now());
      if (until !== undefined) this.#lane.pauseSender(until);
    } else if (this.#breaker.answered()) {
      this.#lane.resumeSender();
    }
    if (answer === 'accepted' && this.#fault.clear()) {
      this.#lane.resumeSender();
      this.around.reportFault(row.sender, 0);
    }
    if (pause && error) this.hold(pause, row, error);
  }

  /** Applies a pause that an answer or a callback asks for. */
  hold(pause: Pause, row: MessageRow, error: StoredError): void {
    const isFault = !Number.isFinite(pause.until);
    const until = isFault ? this.#fault.met(Date.now()) : pause.until;
    if (isFault) this.around.reportFault(row.sender, until, error);
    if (pause.scope === 'account') this.around.pauseAccount(this.accountKey, until, error);
    else this.pause({ ...pause, until }, row);
  }

  #schedule(): void {
    const now = Date.now();
    const wakeAt = Math.min(this.#lane.wakeAt(now) ?? Infinity, this.#nextDue);
    const isWaiting = this.#isProbing && this.#lane.inFlight > 0;
    if (Number.isFinite(wakeAt) && !isWaiting) this.#wakeIn(Math.max(1, wakeAt - now));
  }

  #wakeIn(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => this.wake(), Math.min(ms, 60_000));
  }
}

import { ORDER_PATIENCE_MS, type LaneEntry, type LaneLimits, type Offer } from './lane-entry.js';
import { PairLimiter } from './pair-limiter.js';
import { Pauses } from './pauses.js';
import { RecipientQueue } from './recipient-queue.js';
import { TokenBucket } from './token-bucket.js';
import { WaitList } from './wait-list.js';
import { PRIORITIES, WeightedTurns, type Priority } from './weighted-turns.js';

/**
 * Decides which message of one sender goes next, and when: rate, pair rate, concurrency, weighted priorities, order
 * per recipient, pauses. Holds a bounded number of entries and does no I/O; the caller reads the clock (milliseconds).
 */
export class Lane<Entry extends LaneEntry = LaneEntry> {
  readonly #queues = new Map<string, RecipientQueue<Entry>>();
  readonly #held = new Set<string>();
  readonly #ready: readonly [
    RecipientQueue<Entry>[],
    RecipientQueue<Entry>[],
    RecipientQueue<Entry>[],
  ] = [[], [], []];
  readonly #waiting = new WaitList<RecipientQueue<Entry>>();
  readonly #turns = new WeightedTurns();
  readonly #pairs = new PairLimiter();
  readonly #pauses = new Pauses();
  readonly #limits: LaneLimits;
  readonly #rate: TokenBucket;
  #inFlight = 0;

  /** Begins with an empty bucket: whoever drove this sender before may just have used the burst. */
  constructor(limits: LaneLimits, now: number) {
    const burst = Math.max(1, Math.floor(limits.perSecond / 10));
    this.#limits = limits;
    this.#rate = new TokenBucket(burst, 1_000 / limits.perSecond, now, 0);
  }

  /** Entries held, those under way included. */
  get size(): number {
    return this.#held.size;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** How many queues and recipients are remembered: what its memory is proportional to. */
  footprint(): number {
    return this.#queues.size + this.#pairs.size + this.#waiting.size + this.#pauses.size;
  }

  offer(entry: Entry, now: number): Offer {
    if (this.#held.has(entry.id)) return 'held';
    if (this.pausedUntil(entry, now) !== undefined) return 'paused';
    if (this.#held.size >= this.#limits.capacity) return 'full';
    const queue = this.#queueOf(entry);
    if (queue.length + (queue.busy ? 1 : 0) >= this.#limits.perRecipient) return 'crowded';
    this.#held.add(entry.id);
    queue.insert(entry);
    this.#list(queue, entry.priority);
    return 'taken';
  }

  /** The next entry, with its token, its pair slot, its concurrency slot and its turn taken; `done` gives the slots back. */
  next(now: number): Entry | undefined {
    if (this.#isHeldUp(now)) return undefined;
    this.#wake(now);
    for (;;) {
      const priority = this.#turns.next(PRIORITIES.filter((p) => this.#ready[p].length > 0));
      if (priority === undefined) return undefined;
      const entry = this.#pick(priority, now);
      if (!entry) continue;
      this.#turns.served(priority);
      this.#rate.take(now);
      return entry;
    }
  }

  /**
   * Takes everything that `next` would take for an entry that the lane does not hold yet, if nothing goes before it:
   * so a message can be marked as being sent in the very commit that accepts it.
   */
  reserve(entry: Entry, now: number): boolean {
    const idle = this.#held.size === this.#inFlight && !this.#isHeldUp(now);
    if (!idle || this.offer(entry, now) !== 'taken') return false;
    if (this.next(now) === entry) return true;
    this.#drop(entry);
    return false;
  }

  /** When `next` may give something again without anything else happening; undefined where only an event can change it. */
  wakeAt(now: number): number | undefined {
    if (this.#inFlight >= this.#limits.concurrency) return undefined;
    const isReady = this.#ready.some((ring) => ring.length > 0);
    const work = isReady ? now : this.#waiting.firstAt;
    if (work === undefined) return undefined;
    const resumed = this.#pauses.until('', now) ?? now;
    const at = Math.max(work, resumed, this.#rate.readyAt(now));
    return Number.isFinite(at) ? at : undefined;
  }

  /**
   * The hand-over is over. With `retryAt` it was refused for now: a short back-off keeps its place in the order, for a
   * longer one the entry leaves memory and its successors pass. Returns whether the lane still holds it.
   */
  done(entry: Entry, now: number, retryAt?: number): boolean {
    this.#inFlight -= 1;
    const queue = this.#queueOf(entry);
    queue.busy = false;
    const keeps = retryAt !== undefined && retryAt - now <= ORDER_PATIENCE_MS;
    if (keeps) queue.insert(entry);
    else this.#held.delete(entry.id);
    if (keeps && queue.head === entry) this.#listLater(queue, retryAt);
    else this.#list(queue, entry.priority);
    this.#forgetIfIdle(queue);
    return keeps;
  }

  /** Holds up the whole sender. */
  pauseSender(until: number): void {
    this.#pauses.pause('', until);
  }

  pauseRecipient(recipient: string, until: number): void {
    this.#pauses.pause(`r ${recipient}`, until);
  }

  pauseTemplate(template: string, until: number): void {
    this.#pauses.pause(`t ${template}`, until);
  }

  resumeSender(): void {
    this.#pauses.resume('');
  }

  resumeRecipient(recipient: string): void {
    this.#pauses.resume(`r ${recipient}`);
  }

  resumeTemplate(template: string): void {
    this.#pauses.resume(`t ${template}`);
  }

  /** Until when the entry's recipient or template is paused. */
  pausedUntil(entry: Entry, now: number): number | undefined {
    const { recipient, template } = entry;
    const ends = [
      this.#pauses.until(`r ${recipient}`, now),
      template === undefined ? undefined : this.#pauses.until(`t ${template}`, now),
    ].filter((end) => end !== undefined);
    return ends.length > 0 ? Math.max(...ends) : undefined;
  }

  #isHeldUp(now: number): boolean {
    return (
      this.#inFlight >= this.#limits.concurrency ||
      this.#pauses.until('', now) !== undefined ||
      !this.#rate.has(now)
    );
  }

  // Puts the head of the first ready queue under way, or sets that queue aside.
  #pick(priority: Priority, now: number): Entry | undefined {
    const queue = this.#ready[priority].shift();
    if (!queue) return undefined;
    queue.listed = false;
    const head = queue.head;
    if (!head) return undefined;
    if (this.pausedUntil(head, now) !== undefined) {
      queue.shift();
      this.#held.delete(head.id);
      this.#list(queue, priority);
      this.#forgetIfIdle(queue);
      return undefined;
    }
    if (this.#limits.pairRate && !this.#pairs.has(head.recipient, now)) {
      this.#listLater(queue, this.#pairs.readyAt(head.recipient, now));
      return undefined;
    }
    queue.shift();
    queue.busy = true;
    this.#inFlight += 1;
    if (this.#limits.pairRate) this.#pairs.take(head.recipient, now);
    return head;
  }

  #wake(now: number): void {
    for (let queue = this.#waiting.takeDue(now); queue; queue = this.#waiting.takeDue(now)) {
      queue.listed = false;
      if (queue.head) this.#list(queue, queue.head.priority);
      this.#forgetIfIdle(queue);
    }
  }

  #list(queue: RecipientQueue<Entry>, priority: Priority): void {
    if (queue.listed || queue.busy || !queue.head) return;
    queue.listed = true;
    this.#ready[priority].push(queue);
  }

  #listLater(queue: RecipientQueue<Entry>, at: number): void {
    queue.listed = true;
    this.#waiting.add(at, queue);
  }

  #queueOf(entry: Entry): RecipientQueue<Entry> {
    const key = entry.ordered ? `${entry.priority} ${entry.recipient}` : entry.id;
    let queue = this.#queues.get(key);
    if (!queue) {
      queue = new RecipientQueue<Entry>(key);
      this.#queues.set(key, queue);
    }
    return queue;
  }

  #drop(entry: Entry): void {
    const queue = this.#queueOf(entry);
    queue.remove(entry);
    this.#held.delete(entry.id);
    this.#forgetIfIdle(queue);
  }

  #forgetIfIdle(queue: RecipientQueue<Entry>): void {
    if (!queue.head && !queue.busy && !queue.listed) this.#queues.delete(queue.key);
  }
}

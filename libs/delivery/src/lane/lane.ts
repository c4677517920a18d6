import { ORDER_PATIENCE_MS, type LaneEntry, type LaneLimits, type Offer } from './lane-entry.js';
import { PAIR_BURST, PAIR_BURST_OF_HEIR, PairLimiter } from './pair-limiter.js';
import { Pauses } from './pauses.js';
import { RecipientQueue } from './recipient-queue.js';
import { Room } from './room.js';
import { burstOf, TokenBucket } from './token-bucket.js';
import { WaitList } from './wait-list.js';
import { PRIORITIES, WeightedTurns, type Priority } from './weighted-turns.js';

/**
 * Decides which message of one sender goes next, and when: rate, pair rate, concurrency, weighted priorities, order
 * per recipient, pauses. Holds a bounded number of entries and does no I/O; the caller reads the clock (milliseconds).
 */
export class Lane<Entry extends LaneEntry = LaneEntry> {
  /** What holds up entries besides the limits. */
  readonly pauses = new Pauses();
  readonly #queues = new Map<string, RecipientQueue<Entry>>();
  readonly #room: Room;
  readonly #ready: readonly [
    RecipientQueue<Entry>[],
    RecipientQueue<Entry>[],
    RecipientQueue<Entry>[],
  ] = [[], [], []];
  readonly #waiting = new WaitList<RecipientQueue<Entry>>();
  readonly #turns = new WeightedTurns();
  readonly #pairs: PairLimiter;
  readonly #limits: LaneLimits;
  readonly #rate: TokenBucket;
  #inFlight = 0;
  readonly #givenBack: Entry[] = [];

  /**
   * Begins with an empty bucket: whoever drove this sender before may just have used the burst. For the same reason the
   * heir of a former owner gives each recipient little of theirs.
   */
  constructor(limits: LaneLimits, now: number, isHeir = false) {
    const burst = burstOf(limits.perSecond);
    this.#limits = limits;
    this.#room = new Room(limits);
    this.#pairs = new PairLimiter(now, isHeir ? PAIR_BURST_OF_HEIR : PAIR_BURST);
    this.#rate = new TokenBucket(burst, 1_000 / limits.perSecond, now, 0);
  }

  /** Entries held, those under way included. */
  get size(): number {
    return this.#room.size;
  }

  /** How many entries have left it so far; while none leaves, it takes nothing that it had no room for. */
  get departures(): number {
    return this.#room.departures;
  }

  /** Entries held at one priority. */
  sizeAt(priority: Priority): number {
    return this.#room.sizeAt(priority);
  }

  /** How many more it would hold at one priority. */
  roomAt(priority: Priority): number {
    return this.#limits.capacity - this.#room.sizeAt(priority);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** How many queues and recipients are remembered: what its memory is proportional to. */
  footprint(): number {
    const { size } = this.pauses;
    return this.#queues.size + this.#room.recipients + this.#pairs.size + this.#waiting.size + size;
  }

  offer(entry: Entry, now: number): Offer {
    const refusal = this.#room.refusal(entry);
    if (refusal === 'held') return refusal;
    if (this.#isGivenBack(entry, now)) return 'paused';
    if (refusal) return refusal;
    this.#room.add(entry);
    const queue = this.#queueOf(entry);
    queue.insert(entry);
    this.#list(queue, entry.priority);
    return 'taken';
  }

  /** Entries that left memory since the last call because of a pause; they wait in the store. */
  takeGivenBack(): Entry[] {
    return this.#givenBack.splice(0);
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
    const idle = this.#room.size === this.#inFlight && !this.#isHeldUp(now);
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
    const resumed = this.pauses.senderUntil(now) ?? now;
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
    else this.#room.remove(entry);
    if (keeps && queue.head === entry) this.#listLater(queue, retryAt);
    else this.#list(queue, entry.priority);
    this.#forgetIfIdle(queue);
    return keeps;
  }

  /**
   * As `done`, for a hand-over that never began: the recipient gets its slot of the pair rate back. Not so the sender's
   * token, for by then the bucket is as full as it may be, and one more would let too many leave at once. Of several,
   * the last one to be taken goes first.
   */
  undo(entry: Entry, now: number, retryAt?: number): boolean {
    const { pairSlot } = this.#queueOf(entry);
    if (pairSlot !== undefined) this.#pairs.giveBack(entry.recipient, pairSlot);
    return this.done(entry, now, retryAt);
  }

  // A short pause of a recipient keeps the order, and the few entries of one recipient block nobody else. Those of a
  // paused template may be a whole campaign: they go back to the store, and leave their room to the others.
  #isGivenBack(entry: Entry, now: number): boolean {
    const until = this.pauses.recipientUntil(entry, now) ?? now;
    return until - now > ORDER_PATIENCE_MS || this.pauses.templateUntil(entry, now) !== undefined;
  }

  #isHeldUp(now: number): boolean {
    return (
      this.#inFlight >= this.#limits.concurrency ||
      this.pauses.senderUntil(now) !== undefined ||
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
    const isGivenBack = this.#isGivenBack(head, now);
    if (isGivenBack || head.giveUpAt <= now) {
      if (isGivenBack) this.#givenBack.push(head);
      this.#drop(head);
      this.#list(queue, priority);
      return undefined;
    }
    const readyAt = this.#recipientReadyAt(head, now);
    if (readyAt > now) {
      this.#listLater(queue, readyAt);
      return undefined;
    }
    queue.shift();
    queue.busy = true;
    this.#inFlight += 1;
    if (this.#limits.pairRate) queue.pairSlot = this.#pairs.take(head.recipient, now);
    return head;
  }

  #recipientReadyAt(entry: Entry, now: number): number {
    const resumed = this.pauses.recipientUntil(entry, now) ?? now;
    const { pairRate } = this.#limits;
    return pairRate ? Math.max(resumed, this.#pairs.readyAt(entry.recipient, now)) : resumed;
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
    const key = entry.ordered ? entry.line : entry.id;
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
    this.#room.remove(entry);
    this.#forgetIfIdle(queue);
  }

  #forgetIfIdle(queue: RecipientQueue<Entry>): void {
    if (!queue.head && !queue.busy && !queue.listed) this.#queues.delete(queue.key);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { isAway, type Callbacks, type NewCallback } from 'waypost/store';
import type { Applier } from './applier.js';
import type { KeptCallback } from './item-writes.js';
import type { Reading } from './reading.js';

/** How many callbacks are applied together, and how many items of theirs, unless one callback alone has more. */
const BATCH = 256;
const BATCH_ITEMS = 4_096;
/** What waits in memory to be applied; beyond this the store is the queue. */
const MAX_WAITING = 16_384;
const MAX_WAITING_BYTES = 16 * 1024 * 1024;
/** What an item holds in memory besides the text of its callback: a body of a few bytes may have many. */
const ITEM_BYTES = 512;
/** How much of what is pending is read at once. */
const PAGE_BYTES = 4 * 1024 * 1024;
/** Callbacks that are being made durable at once; a vendor repeats what is refused. */
const MAX_KEEPING = 4_096;
const MAX_KEEPING_BYTES = 64 * 1024 * 1024;
/**
 * While callbacks come in, answering them goes first: after each batch applying rests for this many times what it took,
 * which is little where there is time for both. It does not where memory is this full, since the store as a queue
 * costs more than to apply at once.
 */
const REST_SHARE = 4;
const MAX_SHARE_MS = 200;
const FULL = 0.75;
const REST_MS = 500;
/** How often it is looked for what a process left behind that is gone, and how old that is. */
const LOOK_EVERY_MS = 10_000;
const LEFT_BEHIND_MS = 30_000;

/** Thrown where more callbacks arrive than can be stored: whoever sent one sends it again. */
export class IntakeFull extends Error {
  override readonly name = 'IntakeFull';

  constructor() {
    super('More callbacks arrive than can be stored at the moment.');
  }
}

/**
 * Takes callbacks in: durable first, applied after that, in the order in which they came as far as that is possible.
 * What a crash leaves is applied at the next start. Memory stays bounded whatever arrives.
 */
export class CallbackIntake {
  #waiting: Reading[] = [];
  #bytes = 0;
  #keeping = 0;
  #keepingBytes = 0;
  /** Milliseconds that the last batch took. */
  #took = 0;
  /** Whether the store holds what is not in memory. */
  #behind = true;
  /** What is pending up to here has been read on the way through the store. */
  #after = 0;
  #running: Promise<void> | undefined;
  #timer?: NodeJS.Timeout;
  #isStopped = true;

  constructor(
    private readonly store: Pick<Callbacks, 'keep' | 'pending'>,
    private readonly applier: Pick<Applier, 'read' | 'record'>,
  ) {}

  /** Applies what was left, and from now on what comes. */
  start(): void {
    this.#isStopped = false;
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS).unref();
    this.#kick();
  }

  /** Resolves when nothing is being applied any more; what waits is applied after the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  /**
   * Resolves once the callback is durable; it is applied after that.
   * @throws IntakeFull, or what the store throws
   */
  async receive(callback: NewCallback): Promise<void> {
    const bytes = callback.body.byteLength;
    const isFull = this.#keeping >= MAX_KEEPING || this.#keepingBytes + bytes > MAX_KEEPING_BYTES;
    if (isFull) throw new IntakeFull();
    this.#keeping += 1;
    this.#keepingBytes += bytes;
    try {
      const position = await this.store.keep(callback);
      this.#enqueue(callback, position);
    } finally {
      this.#keeping -= 1;
      this.#keepingBytes -= bytes;
    }
  }

  /** Applies what was made pending again. */
  resume(): void {
    this.#behind = true;
    this.#kick();
  }

  #enqueue(callback: NewCallback, position: number): void {
    const bytes = callback.body.byteLength;
    const isFull = this.#waiting.length >= MAX_WAITING || this.#bytes + bytes > MAX_WAITING_BYTES;
    if (this.#isBehind || isFull) this.#behind = true;
    else {
      const reading = this.applier.read({ ...callback, position });
      this.#waiting.push(reading);
      this.#bytes += weightOf(reading);
    }
    this.#kick();
  }

  #kick(): void {
    if (this.#isStopped) return;
    // What this turn of the event loop brought is applied together.
    this.#running ??= new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => this.#run())
      .finally(() => (this.#running = undefined));
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      if (this.#givesWay()) await sleep(Math.min(this.#took * REST_SHARE, MAX_SHARE_MS));
      const batch = this.#take();
      try {
        if (batch.length > 0) await this.#record(batch);
        else if (this.#isBehind) await this.#catchUp();
        else return;
      } catch (error) {
        // All of it is in the store, whence it is read again; what is no outage is left until it is looked again.
        this.#behind = true;
        this.#after = 0;
        if (!isAway(error)) return;
        await sleep(REST_MS);
      }
    }
  }

  #givesWay(): boolean {
    const isFull =
      this.#waiting.length >= MAX_WAITING * FULL || this.#bytes >= MAX_WAITING_BYTES * FULL;
    return this.#keeping > 0 && !this.#behind && !isFull;
  }

  async #record(batch: readonly Reading[]): Promise<void> {
    const began = performance.now();
    await this.applier.record(batch);
    this.#took = performance.now() - began;
  }

  #take(): readonly Reading[] {
    const [batch = []] = inBatches(this.#waiting.slice(0, BATCH));
    this.#waiting.splice(0, batch.length);
    for (const reading of batch) this.#bytes -= weightOf(reading);
    return batch;
  }

  // Page by page until one is empty, past what stays pending. What comes meanwhile is read on another way through.
  async #catchUp(): Promise<void> {
    if (this.#after === 0) this.#behind = false;
    const page = { after: this.#after, limit: BATCH, bytes: PAGE_BYTES };
    const rows = await this.store.pending(page);
    this.#after = rows.at(-1)?.position ?? 0;
    for (const batch of inBatches(this.#readEach(rows))) await this.applier.record(batch);
  }

  *#readEach(rows: readonly KeptCallback[]): Generator<Reading> {
    for (const row of rows) yield this.applier.read(row);
  }

  get #isBehind(): boolean {
    return this.#behind || this.#after > 0;
  }

  async #look(): Promise<void> {
    if (this.#running || this.#isStopped) return;
    if (this.#isBehind) return this.#kick();
    const [oldest] = await this.store.pending({ after: 0, limit: 1 }).catch(() => []);
    if (oldest && oldest.receivedAt < Date.now() - LEFT_BEHIND_MS) this.resume();
  }
}

function weightOf({ bytes, items }: Reading): number {
  return bytes + Math.max(0, items.length - 1) * ITEM_BYTES;
}

function* inBatches(readings: Iterable<Reading>): Generator<readonly Reading[]> {
  let batch: Reading[] = [];
  let items = 0;
  for (const reading of readings) {
    if (batch.length > 0 && items + reading.items.length > BATCH_ITEMS) {
      yield batch;
      [batch, items] = [[], 0];
    }
    batch.push(reading);
    items += reading.items.length;
  }
  if (batch.length > 0) yield batch;
}

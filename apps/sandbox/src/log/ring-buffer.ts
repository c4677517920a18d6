/** The bounds of a log: whichever is reached first drops the oldest entries. */
export interface LogBounds {
  readonly entries: number;
  /** Bytes of the texts kept, as counted by the entry that is added. */
  readonly bytes: number;
}

interface Slot<T> {
  readonly item: T;
  bytes: number;
}

/** The last items in order, numbered from 1; older ones are dropped and their numbers never used again. */
export class RingBuffer<T> {
  readonly #slots: (Slot<T> | undefined)[] = [];
  #first = 1;
  #next = 1;
  #bytes = 0;

  constructor(
    private readonly bounds: LogBounds,
    private readonly onDrop?: (item: T) => void,
  ) {}

  /** How many items have ever been added. */
  get total(): number {
    return this.#next - 1;
  }

  get size(): number {
    return this.#next - this.#first;
  }

  /** Adds the item that `make` builds from its number. */
  add(make: (seq: number) => T, bytes = 0): T {
    const seq = this.#next;
    const item = make(seq);
    if (this.size >= this.bounds.entries) this.#drop();
    this.#slots[seq % this.bounds.entries] = { item, bytes };
    this.#next += 1;
    this.#bytes += bytes;
    this.#shrink();
    return item;
  }

  /** Counts bytes that came to an item after it was added, such as its body. */
  grow(seq: number, bytes: number): void {
    if (seq < this.#first) return;
    const slot = this.#slots[seq % this.bounds.entries];
    if (slot === undefined) return;
    slot.bytes += bytes;
    this.#bytes += bytes;
    this.#shrink();
  }

  /** The items after a number, oldest first. */
  *after(seq: number): Generator<T> {
    for (let at = Math.max(seq + 1, this.#first); at < this.#next; at += 1) {
      const slot = this.#slots[at % this.bounds.entries];
      if (slot !== undefined) yield slot.item;
    }
  }

  clear(): void {
    while (this.size > 0) this.#drop();
  }

  /** The newest item stays whatever its size: a log that forgets what just came would be of no use. */
  #shrink(): void {
    while (this.#bytes > this.bounds.bytes && this.size > 1) this.#drop();
  }

  #drop(): void {
    const index = this.#first % this.bounds.entries;
    const slot = this.#slots[index];
    this.#slots[index] = undefined;
    this.#first += 1;
    if (slot === undefined) return;
    this.#bytes -= slot.bytes;
    this.onDrop?.(slot.item);
  }
}

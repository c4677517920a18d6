import type { QueuedEntry } from './queued-entry.js';

const MAX_ENTRIES = 16_384;
const MAX_CHARACTERS = 16 * 1_048_576;

/** What all lanes of a process together may remember beyond what they hold: so many messages, and so much text. */
export class FreshSpace {
  #entries = 0;
  #characters = 0;

  constructor(
    private readonly maxEntries = MAX_ENTRIES,
    private readonly maxCharacters = MAX_CHARACTERS,
  ) {}

  take(characters: number): boolean {
    const isFull =
      this.#entries >= this.maxEntries || this.#characters + characters > this.maxCharacters;
    if (isFull) return false;
    this.#entries += 1;
    this.#characters += characters;
    return true;
  }

  give(characters: number): void {
    this.#entries -= 1;
    this.#characters -= characters;
  }
}

/**
 * Messages of one sender that wait in the store and were accepted here, so that their rows need not be read again. The
 * store says which of them still wait, and in which order.
 */
export class FreshEntries {
  readonly #entries = new Map<number, QueuedEntry>();

  constructor(private readonly space: FreshSpace) {}

  get size(): number {
    return this.#entries.size;
  }

  /** Remembers it if there is space, and nobody has tried to send it: an attempt changes the row. */
  keep(entry: QueuedEntry): void {
    if (entry.row.attempts > 0 || this.#entries.has(entry.position)) return;
    if (this.space.take(entry.row.body.length)) this.#entries.set(entry.position, entry);
  }

  /** Those at the front of the given positions, up to the first one that is not remembered. */
  front(positions: readonly number[]): QueuedEntry[] {
    const entries: QueuedEntry[] = [];
    for (const position of positions) {
      const entry = this.#entries.get(position);
      if (!entry) break;
      entries.push(entry);
    }
    return entries;
  }

  forget({ position, row }: QueuedEntry): void {
    if (this.#entries.delete(position)) this.space.give(row.body.length);
  }

  clear(): void {
    for (const entry of this.#entries.values()) this.forget(entry);
  }
}

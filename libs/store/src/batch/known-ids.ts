import type { Tuple } from '../step.js';

/** The attempt that an id of a vendor means. */
export interface KnownAttempt {
  readonly message: number;
  readonly attempt: number;
}

/** Enough for the messages of some minutes, in about 5 MiB. */
const MOST = 16_384;

/**
 * Ids of vendors that were stored or looked up lately: a message is mostly followed by several callbacks within
 * seconds, and each look-up that is saved is a statement. Only for whoever is alone in changing what is stored.
 */
export class KnownIds {
  #recent = new Map<string, KnownAttempt>();
  // A map that loses its oldest entry with each new one is searched through all that it lost.
  #older = new Map<string, KnownAttempt>();

  get size(): number {
    return this.#recent.size + this.#older.size;
  }

  find(sender: string, id: string): KnownAttempt | undefined {
    const key = keyOf(sender, id);
    return this.#recent.get(key) ?? this.#older.get(key);
  }

  add(sender: string, id: string, known: KnownAttempt): void {
    if (this.#recent.size >= MOST) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(keyOf(sender, id), known);
  }

  /** Adds rows of `ALIAS` that were stored: position, sender, provider id, message, attempt. */
  addStored(tuples: readonly Tuple[]): void {
    for (const [, sender, id, message, attempt] of tuples) {
      this.add(String(sender), String(id), { message: Number(message), attempt: Number(attempt) });
    }
  }

  /** Forgets everything: what was stored may be gone. */
  clear(): void {
    this.#recent = new Map();
    this.#older = new Map();
  }
}

function keyOf(sender: string, id: string): string {
  return `${sender}\n${id}`;
}

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
  #recent = new Ids();
  // A map that loses its oldest entry with each new one is searched through all that it lost.
  #older = new Ids();

  get size(): number {
    return this.#recent.size + this.#older.size;
  }

  find(sender: string, id: string): KnownAttempt | undefined {
    return this.#recent.find(sender, id) ?? this.#older.find(sender, id);
  }

  add(sender: string, id: string, known: KnownAttempt): void {
    if (this.#recent.size >= MOST) {
      this.#older = this.#recent;
      this.#recent = new Ids();
    }
    this.#recent.add(sender, id, known);
  }

  /** Adds rows of `ALIAS` that were stored: position, sender, provider id, message, attempt. */
  addStored(tuples: readonly Tuple[]): void {
    for (const [, sender, id, message, attempt] of tuples) {
      this.add(String(sender), String(id), { message: Number(message), attempt: Number(attempt) });
    }
  }

  /** Forgets everything: what was stored may be gone. */
  clear(): void {
    this.#recent = new Ids();
    this.#older = new Ids();
  }
}

/** By sender, then by id: two texts made one for each look-up would cost more than the look-up. */
class Ids {
  size = 0;
  readonly #senders = new Map<string, Map<string, KnownAttempt>>();

  find(sender: string, id: string): KnownAttempt | undefined {
    return this.#senders.get(sender)?.get(id);
  }

  add(sender: string, id: string, known: KnownAttempt): void {
    let ids = this.#senders.get(sender);
    if (!ids) this.#senders.set(sender, (ids = new Map<string, KnownAttempt>()));
    const before = ids.size;
    ids.set(id, known);
    this.size += ids.size - before;
  }
}

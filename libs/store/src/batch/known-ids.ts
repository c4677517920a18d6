import type { Tuple } from '../step.js';

/** The attempt that an id of a vendor means. */
export interface KnownAttempt {
  readonly message: number;
  readonly attempt: number;
}

/** Enough for the messages of some minutes, in about 5 MiB. */
const MOST = 32_768;

/**
 * Ids of vendors that were stored or looked up lately: a message is mostly followed by several callbacks within
 * seconds, and each look-up that is saved is a statement. Only for whoever is alone in changing what is stored.
 */
export class KnownIds {
  readonly #attempts = new Map<string, KnownAttempt>();

  find(sender: string, id: string): KnownAttempt | undefined {
    return this.#attempts.get(keyOf(sender, id));
  }

  add(sender: string, id: string, known: KnownAttempt): void {
    const [oldest] = this.#attempts.size >= MOST ? this.#attempts.keys() : [];
    if (oldest !== undefined) this.#attempts.delete(oldest);
    this.#attempts.set(keyOf(sender, id), known);
  }

  /** Adds rows of `ALIAS` that were stored: position, sender, provider id, message, attempt. */
  addStored(tuples: readonly Tuple[]): void {
    for (const [, sender, id, message, attempt] of tuples) {
      this.add(String(sender), String(id), { message: Number(message), attempt: Number(attempt) });
    }
  }

  /** Forgets everything: what was stored may be gone. */
  clear(): void {
    this.#attempts.clear();
  }
}

function keyOf(sender: string, id: string): string {
  return `${sender}\n${id}`;
}

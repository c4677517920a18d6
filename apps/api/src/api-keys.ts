import { hash, timingSafeEqual } from 'node:crypto';

/** The API keys that open the API. Keeps their SHA-256 only, and compares in constant time. */
export class ApiKeys {
  readonly #hashes: readonly Buffer[];

  constructor(keys: readonly string[]) {
    this.#hashes = keys.map(sha256);
  }

  /** Whether `key` is one of them. Takes the same time whichever it is, and whichever it resembles. */
  accepts(key: string): boolean {
    const offered = sha256(key);
    return this.#hashes.reduce((known, each) => timingSafeEqual(each, offered) || known, false);
  }
}

// A fast hash is right here: a key is long and random, so there is nothing to guess it from.
function sha256(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}

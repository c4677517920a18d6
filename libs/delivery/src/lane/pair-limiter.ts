import { TokenBucket } from './token-bucket.js';

/** Meta's limit for one business number and one user, and the burst that may be borrowed from it (about-the-platform, read 2026-11). */
export const PAIR_INTERVAL_MS = 6_000;
export const PAIR_BURST = 45;

const SWEEP_EVERY = 1_024;

/** The pair rate of one sender: a bucket for each recipient who was written to lately, and none for all others. */
export class PairLimiter {
  readonly #buckets = new Map<string, TokenBucket>();
  #taken = 0;

  readyAt(recipient: string, now: number): number {
    return this.#buckets.get(recipient)?.readyAt(now) ?? now;
  }

  take(recipient: string, now: number): void {
    let bucket = this.#buckets.get(recipient);
    if (!bucket) {
      bucket = new TokenBucket(PAIR_BURST, PAIR_INTERVAL_MS, now);
      this.#buckets.set(recipient, bucket);
    }
    bucket.take(now);
    if (++this.#taken % SWEEP_EVERY === 0) this.#sweep(now);
  }

  /** How many recipients are remembered; bounded by the rate of the sender, for a full bucket is forgotten. */
  get size(): number {
    return this.#buckets.size;
  }

  #sweep(now: number): void {
    for (const [recipient, bucket] of this.#buckets) {
      if (bucket.isFull(now)) this.#buckets.delete(recipient);
    }
  }
}

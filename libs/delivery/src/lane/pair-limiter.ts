/** Meta's limit for one business number and one user, and the burst that may be borrowed from it (about-the-platform, read 2026-11). */
export const PAIR_INTERVAL_MS = 6_000;
export const PAIR_BURST = 45;
/**
 * What a new owner lets each recipient have at once: nobody knows how much of the burst the former one used. Enough for
 * a one-time code and its repetitions, which must not wait after a restart; and no more than that beyond Meta's limit.
 */
export const PAIR_BURST_OF_HEIR = 5;

/** How far ahead of its rate a recipient may be and still get one more. */
const AHEAD_MS = (PAIR_BURST - 1) * PAIR_INTERVAL_MS;
const FIRST_SWEEP = 1_024;

/**
 * The pair rate of one sender: for each recipient who was written to lately, until when the rate is used up (the
 * generic cell rate algorithm: a token bucket in one number, because there is one for every message of a campaign).
 */
export class PairLimiter {
  readonly #usedUntil = new Map<string, number>();
  /** The same for each recipient of whom nothing is known: what a former owner may have used. */
  readonly #usedBefore: number;
  #taken = 0;
  #sweepAt = FIRST_SWEEP;

  /** Each recipient has so much of the burst left at first, and gains the rest at the rate. */
  constructor(now: number, left = PAIR_BURST) {
    this.#usedBefore = now + (PAIR_BURST - left) * PAIR_INTERVAL_MS;
  }

  readyAt(recipient: string, now: number): number {
    return Math.max(now, this.#used(recipient, now) - AHEAD_MS);
  }

  /** Takes a slot; what it gives is for `giveBack`. */
  take(recipient: string, now: number): number {
    const until = Math.ceil(this.#used(recipient, now)) + PAIR_INTERVAL_MS;
    this.#usedUntil.set(recipient, until);
    if (++this.#taken >= this.#sweepAt) this.#sweep(now);
    return until;
  }

  /**
   * Gives a slot back that was not used, unless another was taken since: then nobody knows how much of the rate would
   * have gone by unused, and one more might be too many.
   */
  giveBack(recipient: string, taken: number): void {
    if (this.#usedUntil.get(recipient) !== taken) return;
    this.#usedUntil.set(recipient, taken - PAIR_INTERVAL_MS);
  }

  /** How many recipients are remembered; bounded by the rate of the sender, for who has used nothing is forgotten. */
  get size(): number {
    return this.#usedUntil.size;
  }

  #used(recipient: string, now: number): number {
    return Math.max(now, this.#usedUntil.get(recipient) ?? this.#usedBefore);
  }

  #sweep(now: number): void {
    for (const [recipient, until] of this.#usedUntil) {
      if (until <= now) this.#usedUntil.delete(recipient);
    }
    // As many messages later as are remembered now: so a sweep costs each message the same, however many those are.
    this.#taken = 0;
    this.#sweepAt = Math.max(FIRST_SWEEP, this.#usedUntil.size);
  }
}

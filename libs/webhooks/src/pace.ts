/** How long an endpoint that fails again and again is left alone, in ms. */
export interface HoldTimes {
  readonly first: number;
  readonly most: number;
}

const HOLD_AFTER = 5;
/** The longest that an endpoint is left alone because its consumer asked for it. */
const MAX_ASKED_MS = 3_600_000;

/**
 * How many requests an endpoint is given at a time. A failure halves it, a success doubles it; after several failures in
 * a row it is left alone for a while, and then tried with a single one. So a dead endpoint with a long queue costs one
 * request a minute, and a slow one no more than its share.
 */
export class Pace {
  #limit: number;
  #failures = 0;
  #holds = 0;
  #heldUntil = 0;
  #askedUntil = 0;

  constructor(
    private readonly most: number,
    private readonly hold: HoldTimes,
  ) {
    this.#limit = most;
  }

  /** How many requests may be under way at this time. */
  limitAt(now: number): number {
    return now < Math.max(this.#heldUntil, this.#askedUntil) ? 0 : this.#limit;
  }

  succeeded(): void {
    this.#limit = Math.min(this.most, this.#limit * 2);
    this.#forget();
  }

  /** `askedMs`: how long the consumer asked to be left alone. */
  failed(now: number, askedMs = 0): void {
    this.#failures += 1;
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    const isHeld = this.limitAt(now) === 0;
    if (!isHeld && this.#failures >= HOLD_AFTER) {
      this.#heldUntil = now + Math.min(this.hold.most, this.hold.first * 2 ** this.#holds);
      this.#holds += 1;
    }
    // What succeeds meanwhile began before, and says nothing against it.
    this.#askedUntil = Math.max(this.#askedUntil, now + Math.min(askedMs, MAX_ASKED_MS));
  }

  /** Forgets what failed: it is tried at once. */
  lift(): void {
    this.#askedUntil = 0;
    this.#forget();
  }

  #forget(): void {
    this.#failures = 0;
    this.#holds = 0;
    this.#heldUntil = 0;
  }
}

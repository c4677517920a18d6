/** How many of a rate may leave at once: a tenth of what it lets pass in a second. */
export function burstOf(perSecond: number): number {
  return Math.max(1, Math.floor(perSecond / 10));
}

/** A rate with a burst, on a clock that the caller reads: it never looks at the time itself. Times are milliseconds. */
export class TokenBucket {
  #tokens: number;
  #asOf: number;

  /** Holds at most `burst` tokens and gains one every `interval` milliseconds; begins with `tokens` of them at `now`. */
  constructor(
    private readonly burst: number,
    private readonly interval: number,
    now: number,
    tokens = burst,
  ) {
    this.#tokens = Math.min(burst, tokens);
    this.#asOf = now;
  }

  /** Takes a token if there is one. */
  take(now: number): boolean {
    if (!this.has(now)) return false;
    this.#tokens -= 1;
    return true;
  }

  has(now: number): boolean {
    this.#refill(now);
    return this.#tokens >= 1;
  }

  /** Whether nothing of the burst is used: such a bucket says no more than a new one. */
  isFull(now: number): boolean {
    this.#refill(now);
    return this.#tokens >= this.burst;
  }

  /** The earliest time at which there is a token. */
  readyAt(now: number): number {
    this.#refill(now);
    return this.#tokens >= 1 ? now : now + Math.ceil((1 - this.#tokens) * this.interval);
  }

  // A clock that steps back gives nothing and takes nothing.
  #refill(now: number): void {
    const passed = now - this.#asOf;
    if (passed <= 0) return;
    // Adding thousands of small fractions must not lose the last billionth of a token, or `readyAt` would promise too much.
    const tokens = Math.round((this.#tokens + passed / this.interval) * 1e9) / 1e9;
    this.#tokens = Math.min(this.burst, tokens);
    this.#asOf = now;
  }
}

/**
 * Keeps hand-overs to a rate with a burst, whatever delayed some of them on their way here: the lane takes its tokens
 * before a message is marked, and a slow commit would else let two seconds' worth leave in one.
 */
export class Pacer {
  readonly #interval: number;
  readonly #tolerance: number;
  /** When the next one would be due if all of them came evenly. */
  #due: number;

  /** Begins with nothing of its burst. Times are milliseconds. */
  constructor(perSecond: number, burst: number, now: number) {
    this.#interval = 1_000 / perSecond;
    this.#tolerance = (burst - 1) * this.#interval;
    this.#due = now + this.#tolerance;
  }

  /** Takes the next place; gives how long to wait for it. */
  take(now: number): number {
    const at = Math.max(now, this.#due - this.#tolerance);
    this.#due = Math.max(at, this.#due) + this.#interval;
    return at - now;
  }
}

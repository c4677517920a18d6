/** So many doubtful outcomes in a row and the lane stops to look. */
export const DOUBTS_TO_OPEN = 5;
const FIRST_PROBE_MS = 5_000;
const LAST_PROBE_MS = 300_000;

/**
 * Keeps a black hole from swallowing the backlog: after several unknown or unavailable outcomes in a row, only single
 * probes go out, at growing distances, until one of them gets an answer.
 */
export class Breaker {
  #doubts = 0;
  #wait = FIRST_PROBE_MS;

  /** Whether only probes may go out. */
  get isOpen(): boolean {
    return this.#doubts >= DOUBTS_TO_OPEN;
  }

  /** The vendor answered, be it with a refusal. Returns whether this closes the breaker. */
  answered(): boolean {
    const wasOpen = this.isOpen;
    this.#doubts = 0;
    this.#wait = FIRST_PROBE_MS;
    return wasOpen;
  }

  /** An unknown or unavailable outcome. Returns until when the lane rests, where it must. */
  doubted(now: number): number | undefined {
    this.#doubts += 1;
    if (!this.isOpen) return undefined;
    const until = now + this.#wait;
    this.#wait = Math.min(LAST_PROBE_MS, this.#wait * 2);
    return until;
  }
}

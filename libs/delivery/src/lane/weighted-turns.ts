/** 0 is `high`, 1 `normal`, 2 `low`. */
export type Priority = 0 | 1 | 2;

export const PRIORITIES: readonly Priority[] = [0, 1, 2];

/** How many turns each priority gets where all three have something to send. */
const WEIGHTS = [16, 4, 1] as const;

/**
 * Whose turn it is: stride scheduling. Each priority advances on a line by the inverse of its weight when it is
 * served, and the hindmost is served next; so the weights hold over any stretch, and nobody starves.
 */
export class WeightedTurns {
  readonly #passed: [number, number, number] = [0, 0, 0];
  #front = 0;

  /** The priority to serve among those that have something; the higher one where they are level. */
  next(waiting: readonly Priority[]): Priority | undefined {
    let chosen: Priority | undefined;
    for (const priority of waiting) {
      if (chosen === undefined || this.#place(priority) < this.#place(chosen)) chosen = priority;
    }
    return chosen;
  }

  served(priority: Priority): void {
    this.#front = this.#place(priority);
    this.#passed[priority] = this.#front + 1 / WEIGHTS[priority];
  }

  // A priority that was idle joins at the front: what it did not use is not owed to it.
  #place(priority: Priority): number {
    return Math.max(this.#passed[priority], this.#front);
  }
}

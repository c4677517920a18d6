/** A pause without an end: only a change by the operator lifts it. */
export const UNTIL_CHANGED = Number.POSITIVE_INFINITY;

const SWEEP_EVERY = 4_096;

/** What is held up until when. Ends by itself, in memory too. */
export class Pauses {
  readonly #until = new Map<string, number>();
  #asked = 0;

  /** A pause is only ever lengthened; `resume` ends it. */
  pause(subject: string, until: number): void {
    this.#until.set(subject, Math.max(until, this.#until.get(subject) ?? 0));
  }

  resume(subject: string): void {
    this.#until.delete(subject);
  }

  /** When the pause of a subject ends; undefined where there is none. */
  until(subject: string, now: number): number | undefined {
    if (++this.#asked % SWEEP_EVERY === 0) this.#sweep(now);
    const until = this.#until.get(subject);
    if (until === undefined) return undefined;
    if (until > now) return until;
    this.#until.delete(subject);
    return undefined;
  }

  get size(): number {
    return this.#until.size;
  }

  // For subjects that nobody asks about again.
  #sweep(now: number): void {
    for (const [subject, until] of this.#until) if (until <= now) this.#until.delete(subject);
  }
}

/** Counts what is under way, and tells when nothing is. */
export class UnderWay {
  #count = 0;
  #waiting: (() => void)[] = [];
  // Made once: a closure for each message would live as long as its vendor takes.
  readonly #ended = () => {
    this.#count -= 1;
    if (this.#count === 0) for (const resolve of this.#waiting.splice(0)) resolve();
    this.onEnd();
  };
  readonly #failed = (error: unknown) => {
    try {
      this.onError(error);
    } finally {
      this.#ended();
    }
  };

  constructor(
    /** Told each time that something has ended. */
    private readonly onEnd: () => void,
    /** Told before that of what failed. */
    private readonly onError: (error: unknown) => void,
  ) {}

  add(work: Promise<void>): void {
    this.#count += 1;
    void work.then(this.#ended, this.#failed);
  }

  /** Resolves when nothing is under way. */
  async end(): Promise<void> {
    // What ends may have begun something else just before.
    while (this.#count > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

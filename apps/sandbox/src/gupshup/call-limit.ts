/** Lets through so many calls of each app in any window of time. */
export class CallLimit {
  readonly #times = new Map<string, number[]>();

  constructor(
    private readonly calls: number,
    private readonly windowMs: number,
    private readonly now: () => number,
  ) {}

  /** Whether one more call is let through; counts it if so. */
  take(app: string): boolean {
    const now = this.now();
    const recent = (this.#times.get(app) ?? []).filter((time) => time > now - this.windowMs);
    const isLeft = recent.length < this.calls;
    if (isLeft) recent.push(now);
    this.#times.set(app, recent);
    return isLeft;
  }
}

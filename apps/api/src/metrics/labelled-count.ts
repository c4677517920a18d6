import type { Counter } from 'prom-client';

/** Counts by labels without looking them up in the counter's own way, which costs more than what is counted. */
export class LabelledCount {
  readonly #counts = new Map<string, Counter.Internal>();

  constructor(private readonly counter: Counter) {}

  inc(...labels: readonly string[]): void {
    const name = labels.join(' ');
    let count = this.#counts.get(name);
    if (!count) {
      count = this.counter.labels(...labels);
      this.#counts.set(name, count);
    }
    count.inc();
  }
}

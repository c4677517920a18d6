import { Counter, type CounterConfiguration } from 'prom-client';

interface Count {
  /** Not told yet. */
  added: number;
  readonly labels: readonly string[];
  readonly next: Map<string, Count>;
}

/**
 * A counter with labels that counts on its own, and tells Prometheus when it is read: to look the labels up in the
 * library for each event costs more than most of what is counted.
 */
export class LabelledCount {
  readonly #root: Count = { added: 0, labels: [], next: new Map() };
  readonly #used: Count[] = [];

  constructor(about: CounterConfiguration<string>) {
    const tell = (counter: Counter): void => {
      for (const count of this.#used) {
        if (count.added > 0) counter.labels(...count.labels).inc(count.added);
        count.added = 0;
      }
    };
    new Counter({
      ...about,
      collect() {
        tell(this);
      },
    });
  }

  /** Counts one event; the labels in the order of their names. */
  inc(...labels: readonly string[]): void {
    let count = this.#root;
    for (const label of labels) count = count.next.get(label) ?? this.#add(count, label);
    count.added += 1;
  }

  #add({ labels, next }: Count, label: string): Count {
    const count: Count = { added: 0, labels: [...labels, label], next: new Map() };
    next.set(label, count);
    this.#used.push(count);
    return count;
  }
}

import type { Provider } from '../accounts.js';
import { SeededRandom } from '../random.js';
import type { FaultRule } from './fault.js';

/** A rule in use: its own random numbers, and how often it struck. */
export class LiveRule {
  hits = 0;
  readonly #random: SeededRandom;

  constructor(
    readonly id: string,
    readonly rule: Omit<FaultRule, 'id' | 'hits'>,
    seed: string,
  ) {
    this.#random = new SeededRandom(`${seed}/${id}`);
  }

  concerns(provider: Provider, account: string): boolean {
    const { rule } = this;
    return (
      this.hits < (rule.times ?? Number.POSITIVE_INFINITY) &&
      (rule.provider ?? provider) === provider &&
      (rule.account ?? account) === account
    );
  }

  /** Decides about one request, and counts it where the rule strikes. */
  strikes(): boolean {
    const probability = this.rule.probability ?? 1;
    if (probability < 1 && this.#random.fraction() >= probability) return false;
    this.hits += 1;
    return true;
  }

  view(): FaultRule {
    return { id: this.id, ...this.rule, hits: this.hits };
  }
}

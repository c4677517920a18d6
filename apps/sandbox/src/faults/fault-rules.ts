import type { Provider } from '../accounts.js';
import { SeededRandom } from '../random.js';
import { FaultDraw } from './fault-draw.js';
import type { FaultRule } from './fault.js';
import { readFaultRule } from './fault-reader.js';

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

/** The faults that are switched on, in the order in which they were. */
export class FaultRules {
  /** Replaced, never changed: a request under way keeps the list it began with. */
  #rules: readonly LiveRule[] = [];
  #counter = 0;

  constructor(private readonly seed: string) {}

  /** Switches a fault on; throws SandboxInputError naming the field that is wrong. */
  add(input: unknown): FaultRule {
    const read = readFaultRule(input);
    this.#counter += 1;
    const rule = new LiveRule(`fault-${this.#counter}`, read, this.seed);
    this.#rules = [...this.#rules, rule];
    return rule.view();
  }

  list(): FaultRule[] {
    return this.#rules.map((rule) => rule.view());
  }

  /** Switches one fault off, or all of them; says whether there was any such. */
  remove(id?: string): boolean {
    const before = this.#rules.length;
    this.#rules = id === undefined ? [] : this.#rules.filter((rule) => rule.id !== id);
    return this.#rules.length < before;
  }

  /** Begins the decision about one request. */
  draw(provider: Provider, account: string): FaultDraw {
    return new FaultDraw(this.#rules, provider, account);
  }
}

import type { Provider } from '../accounts.js';
import { FaultDraw } from './fault-draw.js';
import type { FaultRule } from './fault.js';
import { readFaultRule } from './fault-reader.js';
import { LiveRule } from './live-rule.js';

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

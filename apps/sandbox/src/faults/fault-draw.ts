import type { Provider } from '../accounts.js';
import { isCallbackFault, type AnswerFault, type CallbackFault, type Fault } from './fault.js';
import type { LiveRule } from './live-rule.js';
import { magicFault } from './magic-recipients.js';

/**
 * Which faults strike one request: the first answer fault and every callback fault, each rule asked once and in
 * order. Rules without a recipient are decided before the body is read; the first rule with one must wait for it,
 * and so must the rules behind it.
 */
export class FaultDraw {
  answer: AnswerFault | undefined;
  readonly callbacks: CallbackFault[] = [];
  #next = 0;
  #knowsRecipient = false;

  constructor(
    private readonly rules: readonly LiveRule[],
    private readonly provider: Provider,
    private readonly account: string,
  ) {
    this.#goOn(undefined);
  }

  /** Decides what had to wait for the recipient; `digits` is `''` for a message to nobody. Later calls change nothing. */
  recipient(digits: string): void {
    if (this.#knowsRecipient) return;
    this.#knowsRecipient = true;
    this.#goOn(digits);
    const magic = magicFault(this.provider, digits);
    if (magic !== undefined) this.#take(magic);
  }

  #goOn(to: string | undefined): void {
    for (; this.#next < this.rules.length; this.#next += 1) {
      const live = this.rules[this.#next];
      if (!live?.concerns(this.provider, this.account)) continue;
      if (live.rule.to !== undefined) {
        if (to === undefined) return;
        if (live.rule.to !== to) continue;
      }
      const idle = this.answer !== undefined && !isCallbackFault(live.rule.fault);
      if (!idle && live.strikes()) this.#take(live.rule.fault);
    }
  }

  #take(fault: Fault): void {
    if (isCallbackFault(fault)) this.callbacks.push(fault);
    else this.answer ??= fault;
  }
}

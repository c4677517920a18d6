import { Logger } from '@nestjs/common';
import { callbackId, type CallbackRef, type Shape } from 'waypost/callbacks';

/** As many are remembered; who sends more different shapes is not worth a line each. */
const MAX_TOLD = 1_000;

/** Warns of each unknown shape and of each callback that is stuck once, by what its members are called and never by what they say. */
export class CallbackWarnings {
  readonly #logger = new Logger('Callbacks');
  readonly #told = new Set<string>();

  warn({ provider, sender, position }: CallbackRef, reason: string, { id, keys }: Shape): void {
    if (!this.#isNew(id)) return;
    this.#logger.warn(
      `A callback of ${provider} for sender ${sender} was not understood: ${reason} It is kept as ${callbackId(position)}, shape ${id}: ${keys.join(', ')}`,
    );
  }

  /** What the store says may hold the callback's values, so only the kind of error is told. */
  stuck({ provider, sender, position }: CallbackRef, error: unknown): void {
    if (!this.#isNew(`stuck ${position}`)) return;
    const name = error instanceof Error ? error.name : typeof error;
    this.#logger.error(
      `The callback ${callbackId(position)} of ${provider} for sender ${sender} stays pending and is tried again from time to time: the store refuses to settle it (${name}).`,
    );
  }

  #isNew(what: string): boolean {
    if (this.#told.has(what) || this.#told.size >= MAX_TOLD) return false;
    this.#told.add(what);
    return true;
  }
}

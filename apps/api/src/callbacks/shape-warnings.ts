import { Logger } from '@nestjs/common';
import { callbackId, type KeptCallback, type Shape } from 'waypost/callbacks';

/** As many shapes are remembered; who sends more different ones is not worth a line each. */
const MAX_SHAPES = 1_000;

/** Warns of each unknown shape once, by what its members are called and never by what they say. */
export class ShapeWarnings {
  readonly #logger = new Logger('Callbacks');
  readonly #told = new Set<string>();

  warn({ provider, sender, position }: KeptCallback, reason: string, { id, keys }: Shape): void {
    if (this.#told.has(id) || this.#told.size >= MAX_SHAPES) return;
    this.#told.add(id);
    this.#logger.warn(
      `A callback of ${provider} for sender ${sender} is not understood: ${reason} It is kept as ${callbackId(position)}, shape ${id}: ${keys.join(', ')}`,
    );
  }
}

import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { ProblemException } from './problem.js';

/**
 * Knows when the gateway stops taking messages, and when those that it was taking at that moment are stored. A message
 * whose caller has gone away counts as well.
 */
@Injectable()
export class Drain implements OnModuleDestroy {
  #draining = false;
  #running = 0;
  #tell?: () => void;

  /** Whether the gateway is stopping. */
  get draining(): boolean {
    return this.#draining;
  }

  /**
   * Begins to take messages; `leave` must follow.
   * @throws ProblemException `shutting_down` once the gateway is stopping
   */
  enter(): void {
    if (this.#draining) {
      throw new ProblemException(
        'shutting_down',
        'The gateway is stopping and takes no more messages; nothing was stored. Repeat the request.',
        { retryAfter: 1 },
      );
    }
    this.#running += 1;
  }

  leave(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#tell?.();
  }

  /** From now on nothing is taken; resolves once everything that was begun is stored or refused. */
  async close(): Promise<void> {
    this.#draining = true;
    if (this.#running > 0) await new Promise<void>((resolve) => (this.#tell = resolve));
  }

  onModuleDestroy(): void {
    this.#draining = true;
  }
}

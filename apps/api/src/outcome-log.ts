import { Logger } from '@nestjs/common';
import type { Outcome, StoredError } from 'waypost/delivery';

const EVERY_MS = 60_000;

/**
 * Logs what somebody should look at: attempts with an unknown outcome, and answers that no vendor documents. One line
 * for each sender and code in a minute, however many there are; metrics count them.
 */
export class OutcomeLog {
  readonly #logger = new Logger('Delivery');
  readonly #told = new Map<string, number>();

  observe(sender: string, { finish }: Outcome): void {
    const { error, outcome, n } = finish.attempt;
    if (error === null) return;
    const { code, vendor } = JSON.parse(error) as StoredError;
    if ((outcome !== 'unknown' && code !== 'unrecognized') || this.#isTold(`${sender} ${code}`)) {
      return;
    }
    const said = [vendor?.status, vendor?.code].filter((part) => part !== undefined).join(' ');
    const fate = outcome === 'unknown' ? 'may have been sent' : 'was not sent';
    const told = `${code} ${said}`.trimEnd();
    this.#logger.warn(
      `A message by sender ${sender} ${fate} (attempt ${n}): ${told}. Further ones within a minute are not logged.`,
    );
  }

  /** Logs what never should have happened, each time: somebody must correct it. */
  fail(error: unknown): void {
    const stack = error instanceof Error ? error.stack : String(error);
    this.#logger.error('Something failed unexpectedly; whatever can be sent is still sent.', stack);
  }

  #isTold(what: string): boolean {
    const now = Date.now();
    const isTold = now - (this.#told.get(what) ?? 0) < EVERY_MS;
    if (!isTold) this.#told.set(what, now);
    return isTold;
  }
}

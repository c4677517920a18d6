import type { Inbound } from 'waypost/store';

const EVERY_MS = 15_000;
/** Answers to what somebody else sent from the number never find their message. */
const GIVE_UP_AFTER_MS = 24 * 3_600_000;

/**
 * Looks again for the messages that users answered, where the vendor's id under which they were answered is learned only
 * later, out of a status.
 */
export class AnswerSweep {
  #timer?: NodeJS.Timeout;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(
    private readonly store: Pick<Inbound, 'resolveAnswers'>,
    private readonly everyMs = EVERY_MS,
  ) {}

  start(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      // A store that is away now is asked again in the next round.
      this.#running = this.store.resolveAnswers(Date.now() - GIVE_UP_AFTER_MS).then(
        () => this.start(),
        () => this.start(),
      );
    }, this.everyMs).unref();
  }

  /** Resolves when nothing is looked for any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }
}

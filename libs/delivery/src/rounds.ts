import { setImmediate as nextTurn } from 'node:timers/promises';

const LONGEST_REST_MS = 60_000;

/** What is done in rounds. */
export interface Round {
  run(): Promise<void>;
  /** After the last of some rounds: in how many ms the next one is due; infinite where only `wake` asks for one. */
  rest(): number;
  /** A round failed. Gives in how many ms to try again. */
  failed(error: unknown): number;
}

/** Does something in rounds, one at a time: whenever it is woken, and when the last round said. */
export class Rounds {
  #isAsked = false;
  #running: Promise<void> | undefined;
  #timer?: NodeJS.Timeout;
  #isStopped = false;

  constructor(private readonly round: Round) {}

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Asks for a round: after the present one, if one is running. */
  wake(): void {
    if (this.#isStopped) return;
    this.#isAsked = true;
    this.#running ??= this.#run();
  }

  /** Begins no more rounds; resolves when the present one is over. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    // What wakes it often comes in numbers; one round in the next turn serves them all.
    await nextTurn();
    try {
      while (this.#isAsked && !this.#isStopped) {
        this.#isAsked = false;
        await this.round.run();
      }
      this.#wakeIn(this.round.rest());
    } catch (error) {
      this.#wakeIn(this.round.failed(error));
    } finally {
      this.#running = undefined;
    }
  }

  #wakeIn(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#isStopped || !Number.isFinite(ms)) return;
    this.#timer = setTimeout(() => this.wake(), Math.min(ms, LONGEST_REST_MS));
  }
}

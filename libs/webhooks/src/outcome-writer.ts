import { setTimeout as sleep } from 'node:timers/promises';
import type { FailingWebhook, WebhookOutcome, Webhooks } from 'waypost/store';

const RETRY_MS = 500;
/** What failed longer ago than this says nothing of today: an endpoint that is asked rarely is not failing all that time. */
const GAP_MS = 2 * 24 * 3_600_000;

interface Waiting {
  readonly outcome: WebhookOutcome;
  readonly done: () => void;
}

/**
 * Records the outcomes of attempts, all that gather while one transaction is under way with the next one. It tries again
 * while the store is away: until an outcome is recorded, its place in the endpoint's pace stays taken.
 */
export class OutcomeWriter {
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;
  #isStopped = false;

  constructor(
    private readonly webhooks: Pick<Webhooks, 'finish'>,
    private readonly now: () => number,
    private readonly report: (failing: readonly FailingWebhook[]) => void,
  ) {}

  /** Resolves once it is recorded, or will never be because all is stopped. */
  add(outcome: WebhookOutcome): Promise<void> {
    return new Promise((done) => {
      this.#waiting.push({ outcome, done });
      this.#running ??= this.#drain().finally(() => (this.#running = undefined));
    });
  }

  /** Gives up what cannot be recorded. */
  stop(): void {
    this.#isStopped = true;
  }

  async #drain(): Promise<void> {
    // What ends in the same turn of the event loop goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      await this.#write(batch.map(({ outcome }) => outcome));
      for (const { done } of batch) done();
    }
  }

  async #write(outcomes: readonly WebhookOutcome[]): Promise<void> {
    while (!this.#isStopped) {
      try {
        const times = { now: this.now(), gapMs: GAP_MS };
        return this.report(await this.webhooks.finish(outcomes, times));
      } catch {
        // Health tells of it.
        await sleep(RETRY_MS);
      }
    }
  }
}

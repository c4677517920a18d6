import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageReads } from 'waypost/store';
import type { Lanes } from './lanes.js';

/** Hints of many replicas are looked at together, this far apart. */
const HINTS_EVERY_MS = 25;

/**
 * Tells lanes of rows that other processes may have added to their queues. What it asks the store does not grow with
 * the number of senders, and a lane whose queue is empty there is left alone.
 */
export class QueueWatch {
  readonly #hinted = new Set<string>();
  #isLooking = false;

  constructor(
    private readonly store: Pick<MessageReads, 'stirring'>,
    private readonly lanes: Pick<Lanes, 'get' | 'all'>,
  ) {}

  /** Looks at every queue. */
  async look(now: number): Promise<void> {
    await this.#look(
      this.lanes.all().map(({ id }) => id),
      now,
    );
  }

  /** Somebody says that there is something in the queue of a sender. */
  hint(sender: string): void {
    if (!this.lanes.get(sender)) return;
    this.#hinted.add(sender);
    // A hint may be lost: the next look at every queue finds the same.
    if (!this.#isLooking) void this.#lookAtHinted().catch(() => undefined);
  }

  async #lookAtHinted(): Promise<void> {
    this.#isLooking = true;
    try {
      while (this.#hinted.size > 0) {
        const senders = [...this.#hinted];
        this.#hinted.clear();
        await this.#look(senders, Date.now());
        await sleep(HINTS_EVERY_MS, undefined, { ref: false });
      }
    } finally {
      this.#isLooking = false;
    }
  }

  async #look(senders: readonly string[], now: number): Promise<void> {
    if (senders.length === 0) return;
    for (const queue of await this.store.stirring(senders, now)) {
      this.lanes.get(queue.sender)?.suspect(queue);
    }
  }
}

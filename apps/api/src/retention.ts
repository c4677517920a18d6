import { setTimeout as sleep } from 'node:timers/promises';
import { OPEN_AFTER_DELETION_MS } from './callbacks/doors.js';
import { Logger } from '@nestjs/common';
import type { Store } from 'waypost/store';

const EVERY_MS = 60_000;
/** Between two batches, so that sending goes on as if nothing were. */
const REST_MS = 50;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const IDEMPOTENCY_MS = 24 * HOUR_MS;

/** For how many days what is kept. */
export interface Retained {
  /** Messages that have ended, events, messages of users, callbacks that somebody may have to look at. */
  readonly content: number;
  /** Callbacks that were applied, and what they say of messages that are not ours. */
  readonly callbacks: number;
}

/** Removes by itself what is older than it is to be kept, in small batches: rows first, then the files that were theirs. */
export class Retention {
  readonly #logger = new Logger(Retention.name);
  #timer?: NodeJS.Timeout;
  #running = Promise.resolve();
  #isStopped = false;

  constructor(
    private readonly store: Pick<Store, 'prune' | 'directory'>,
    private readonly days: Retained,
    private readonly files: { prune(before: number): Promise<void> },
  ) {}

  start(): void {
    this.#running = this.#round();
  }

  /** Resolves when nothing is being removed any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Removes everything that is too old at this time. */
  async prune(now: number): Promise<void> {
    const before = {
      contentBefore: now - this.days.content * DAY_MS,
      callbacksBefore: now - this.days.callbacks * DAY_MS,
      idempotencyBefore: now - IDEMPOTENCY_MS,
    };
    await this.store.directory.purgeSenders(now - OPEN_AFTER_DELETION_MS);
    while (!this.#isStopped) {
      const { done } = await this.store.prune(before);
      if (done) break;
      await sleep(REST_MS);
    }
    if (!this.#isStopped) await this.files.prune(before.contentBefore);
  }

  // A store that is away now is pruned in a later round; health tells of it meanwhile.
  async #round(): Promise<void> {
    try {
      await this.prune(Date.now());
    } catch (error) {
      this.#logger.debug(`Nothing was pruned: ${String(error)}`);
    }
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => this.start(), EVERY_MS).unref();
  }
}

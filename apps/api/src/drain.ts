import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnModuleDestroy } from '@nestjs/common';
import { ProblemException } from './problem.js';

const LIMIT_MS = 35_000;

/**
 * Lets what was begun be finished before the gateway stops: a message that is being handed over is waited for, also
 * if its caller has gone away, for as long as a provider may take; nothing new is begun meanwhile.
 */
@Injectable()
export class Drain implements OnModuleDestroy, BeforeApplicationShutdown {
  readonly #logger = new Logger(Drain.name);
  readonly #running = new Set<Promise<unknown>>();
  #draining = false;

  /** Whether the gateway is stopping. */
  get draining(): boolean {
    return this.#draining;
  }

  /**
   * Does `work`, and keeps the gateway up until it is done.
   * @throws ProblemException `shutting_down` instead, once the gateway is stopping
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#draining) {
      throw new ProblemException(
        'shutting_down',
        'The gateway is stopping and takes no more messages; nothing was sent. Repeat the request.',
        { retryAfter: 1 },
      );
    }
    const running = work();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  onModuleDestroy(): void {
    this.#draining = true;
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.#running.size === 0) return;
    this.#logger.log(`Waiting for messages that are being handed over: ${this.#running.size}.`);
    const limit = new AbortController();
    const late = setTimeout(LIMIT_MS, undefined, { signal: limit.signal }).catch(() => undefined);
    await Promise.race([Promise.allSettled(this.#running), late]);
    limit.abort();
    if (this.#running.size > 0) {
      this.#logger.warn(
        `Still being handed over after ${LIMIT_MS / 1000} s, with an outcome unknown: ${this.#running.size}.`,
      );
    }
  }
}

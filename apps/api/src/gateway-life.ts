import type { Server } from 'node:http';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type {
  BeforeApplicationShutdown,
  OnApplicationBootstrap,
  OnApplicationShutdown,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CallbackIntake } from 'waypost/callbacks';
import { DeliveryEngine } from 'waypost/delivery';
import type { Store } from 'waypost/store';
import { WebhookEngine } from 'waypost/webhooks';
import { Drain } from './drain.js';
import { lastRequests } from './http/close-connections.js';
import { Metrics } from './metrics/metrics.js';
import { Retention } from './retention.js';
import { STORE } from './store.token.js';

/** As long as a provider may take, and a little more. */
const STOP_LIMIT_MS = 35_000;

/**
 * Starts what works by itself before the gateway listens, and stops it in order: nothing more is taken, what is being
 * handed over is awaited while health checks are still answered, then the connections end, then the store closes.
 */
@Injectable()
export class GatewayLife
  implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  readonly #logger = new Logger('Waypost');

  constructor(
    @Inject(STORE) private readonly store: Store,
    private readonly engine: DeliveryEngine,
    private readonly webhooks: WebhookEngine,
    private readonly intake: CallbackIntake,
    private readonly retention: Retention,
    private readonly metrics: Metrics,
    private readonly drain: Drain,
    private readonly host: HttpAdapterHost,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.store.onHealth(({ ok, reason }) => {
      if (ok) this.#logger.log('The store can be written again.');
      else this.#logger.error(`The store cannot be written, so no message is accepted: ${reason}.`);
    });
    await this.engine.start();
    await this.webhooks.start();
    this.intake.start();
    this.retention.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.drain.close();
    this.#logger.log('Stopping: waiting for what is being sent.');
    const began = performance.now();
    await Promise.all([
      this.engine.stop(STOP_LIMIT_MS),
      this.webhooks.stop(STOP_LIMIT_MS),
      lastRequests(this.host.httpAdapter.getHttpServer() as Server),
    ]);
    if (performance.now() - began < STOP_LIMIT_MS) return;
    this.#logger.warn(
      `Something was still being sent after ${STOP_LIMIT_MS / 1_000} s: its outcome is unknown until callbacks tell.`,
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.intake.stop();
    await this.retention.stop();
    this.metrics.close();
    await this.store.close();
  }
}

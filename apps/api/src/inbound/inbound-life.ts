import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { INBOUND } from './inbound.token.js';
import type { InboundParts } from './open-inbound.js';

/** Starts what looks after users' messages by itself, and stops it before the store closes. */
@Injectable()
export class InboundLife implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(INBOUND) private readonly inbound: InboundParts) {}

  onApplicationBootstrap(): void {
    this.inbound.answers.start();
    this.inbound.media?.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.inbound.answers.stop(), this.inbound.media?.stop()]);
  }
}

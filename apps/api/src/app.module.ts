import { Module, type DynamicModule } from '@nestjs/common';
import { DeliveryEngine } from 'waypost/delivery';
import type { Store } from 'waypost/store';
import type { WebhookEngine } from 'waypost/webhooks';
import { CallbacksModule } from './callbacks/callbacks.module.js';
import type { OpenCallbacks } from './callbacks/open-callbacks.js';
import { PublicAddress } from './callbacks/public-address.js';
import type { Config } from './config.js';
import { DirectoryModule } from './directory.module.js';
import { Drain } from './drain.js';
import { EventsController } from './events/events.controller.js';
import { GatewayLife } from './gateway-life.js';
import { HealthController } from './health.controller.js';
import { InboundModule } from './inbound/inbound.module.js';
import type { InboundParts } from './inbound/open-inbound.js';
import { BatchIntake } from './messages/batch-intake.js';
import { CancelController } from './messages/cancel.controller.js';
import { MessageArchive } from './messages/message-archive.js';
import { MessageCancellation } from './messages/message-cancellation.js';
import { MessageCheck } from './messages/message-check.js';
import { MessageIntake } from './messages/message-intake.js';
import { MessagesController } from './messages/messages.controller.js';
import { SendController } from './messages/send.controller.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { Metrics } from './metrics/metrics.js';
import type { OpenDirectory } from './open-directory.js';
import { Retention } from './retention.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

/** What a gateway is made of, besides its code. */
export interface GatewayParts {
  readonly config: Config;
  readonly store: Store;
  readonly directory: OpenDirectory;
  readonly engine: DeliveryEngine;
  readonly webhooks: WebhookEngine;
  readonly callbacks: OpenCallbacks;
  readonly address: PublicAddress;
  readonly metrics: Metrics;
  readonly retention: Retention;
  readonly inbound: InboundParts;
}

/** The gateway's wiring. */
@Module({
  controllers: [
    SendController,
    CancelController,
    MessagesController,
    EventsController,
    HealthController,
    MetricsController,
  ],
  providers: [
    MessageCheck,
    MessageIntake,
    BatchIntake,
    MessageArchive,
    MessageCancellation,
    Drain,
    GatewayLife,
  ],
})
export class AppModule {
  static of({
    config,
    store,
    directory,
    callbacks,
    address,
    ...parts
  }: GatewayParts): DynamicModule {
    const keysAndSenders = DirectoryModule.of({ store, address, ...directory });
    return {
      module: AppModule,
      imports: [
        config.module,
        keysAndSenders,
        CallbacksModule.of(callbacks, keysAndSenders),
        InboundModule.of(parts.inbound, keysAndSenders),
        WebhooksModule.of(parts.webhooks, directory.box, keysAndSenders),
      ],
      providers: [
        { provide: DeliveryEngine, useValue: parts.engine },
        { provide: Metrics, useValue: parts.metrics },
        { provide: Retention, useValue: parts.retention },
      ],
    };
  }
}

import { Module, type DynamicModule } from '@nestjs/common';
import { WebhookEngine } from 'waypost/webhooks';
import type { SecretBox } from '../senders/secret-box.js';
import { WebhookDeliveries } from './webhook-deliveries.js';
import { WebhookDeliveriesController } from './webhook-deliveries.controller.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WebhookService } from './webhook-service.js';
import { WebhooksController } from './webhooks.controller.js';

/** Endpoints of consumers, and the calls that manage them. */
@Module({ controllers: [WebhooksController, WebhookDeliveriesController] })
export class WebhooksModule {
  /** `directory` has the store and the keys. */
  static of(engine: WebhookEngine, box: SecretBox, directory: DynamicModule): DynamicModule {
    return {
      module: WebhooksModule,
      imports: [directory],
      providers: [
        { provide: WebhookEngine, useValue: engine },
        { provide: WebhookSecrets, useValue: new WebhookSecrets(box) },
        WebhookService,
        WebhookDeliveries,
      ],
      exports: [WebhookEngine],
    };
  }
}

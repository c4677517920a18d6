import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiKeyGuard } from './api-key.guard.js';
import { ApiKeys } from './api-keys.js';
import type { Config } from './config.js';
import { Drain } from './drain.js';
import { HealthController } from './health.controller.js';
import { MessagesController } from './messages.controller.js';
import { MessagesService } from './messages.service.js';
import { SenderDirectory } from './senders/sender-directory.js';
import type { Sender } from './senders/sender.js';

/** What a gateway is made of, besides its code. */
export interface GatewayParts {
  readonly config: Config;
  readonly keys: ApiKeys;
  readonly senders: readonly Sender[];
}

/** The gateway's wiring. */
@Module({
  controllers: [MessagesController, HealthController],
  providers: [MessagesService, Drain, { provide: APP_GUARD, useClass: ApiKeyGuard }],
})
export class AppModule {
  static of({ config, keys, senders }: GatewayParts): DynamicModule {
    return {
      module: AppModule,
      imports: [config.module],
      providers: [
        { provide: ApiKeys, useValue: keys },
        { provide: SenderDirectory, useValue: new SenderDirectory(senders) },
      ],
    };
  }
}

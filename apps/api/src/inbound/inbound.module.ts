import { Module, type DynamicModule } from '@nestjs/common';
import { InboundArchive } from './inbound-archive.js';
import { InboundLife } from './inbound-life.js';
import { InboundMediaFiles } from './inbound-media.js';
import { InboundController } from './inbound.controller.js';
import { INBOUND } from './inbound.token.js';
import type { InboundParts } from './open-inbound.js';

/** What users write: the calls that show it, and what looks after it. */
@Module({
  controllers: [InboundController],
  providers: [InboundArchive, InboundMediaFiles, InboundLife],
})
export class InboundModule {
  static of(inbound: InboundParts, directory: DynamicModule): DynamicModule {
    return {
      module: InboundModule,
      imports: [directory],
      providers: [{ provide: INBOUND, useValue: inbound }],
      exports: [INBOUND],
    };
  }
}

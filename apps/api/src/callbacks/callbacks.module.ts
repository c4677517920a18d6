import { Module, type DynamicModule } from '@nestjs/common';
import { Applier, CallbackIntake } from 'waypost/callbacks';
import { CallbackArchive } from './callback-archive.js';
import { CallbackRegistration } from './callback-registration.js';
import { CallbacksController } from './callbacks.controller.js';
import type { OpenCallbacks } from './open-callbacks.js';
import { SenderCallbacksController } from './sender-callbacks.controller.js';

/** What vendors call back: the calls that show it and apply it again, and that tell vendors where to call. */
@Module({
  controllers: [CallbacksController, SenderCallbacksController],
  providers: [CallbackArchive, CallbackRegistration],
})
export class CallbacksModule {
  static of({ intake, applier }: OpenCallbacks, directory: DynamicModule): DynamicModule {
    return {
      module: CallbacksModule,
      imports: [directory],
      providers: [
        { provide: CallbackIntake, useValue: intake },
        { provide: Applier, useValue: applier },
      ],
      exports: [CallbackIntake],
    };
  }
}

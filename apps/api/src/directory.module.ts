import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { Store } from 'waypost/store';
import { Doors } from './callbacks/doors.js';
import { PublicAddress } from './callbacks/public-address.js';
import { DirectoryWatch } from './directory-watch.js';
import { ApiKeyGuard } from './keys/api-key.guard.js';
import { ApiKeys } from './keys/api-keys.js';
import { KeyService } from './keys/key-service.js';
import { KeysController } from './keys/keys.controller.js';
import type { OpenDirectory } from './open-directory.js';
import { FileSenders } from './senders/file-senders.js';
import { SenderDirectory } from './senders/sender-directory.js';
import { SenderFactory } from './senders/sender-factory.js';
import { SenderFaults } from './senders/sender-faults.js';
import { SenderRemoval } from './senders/sender-removal.js';
import { SenderService } from './senders/sender-service.js';
import { SendersController } from './senders/senders.controller.js';
import { STORE } from './store.token.js';

/** Keys and senders: what guards the API, what messages are sent by, and the calls that manage both. */
@Module({ controllers: [KeysController, SendersController] })
export class DirectoryModule {
  static of(
    parts: Omit<OpenDirectory, 'warnings'> & {
      readonly store: Store;
      readonly address: PublicAddress;
    },
  ): DynamicModule {
    return {
      module: DirectoryModule,
      providers: [
        { provide: APP_GUARD, useClass: ApiKeyGuard },
        { provide: STORE, useValue: parts.store },
        { provide: ApiKeys, useValue: parts.keys },
        { provide: SenderDirectory, useValue: parts.senders },
        { provide: SenderFactory, useValue: parts.factory },
        { provide: SenderFaults, useValue: parts.faults },
        { provide: FileSenders, useValue: parts.fileSenders },
        { provide: Doors, useValue: parts.doors },
        { provide: PublicAddress, useValue: parts.address },
        { provide: DirectoryWatch, useValue: parts.watch },
        KeyService,
        SenderService,
        SenderRemoval,
      ],
      exports: [ApiKeys, Doors, SenderDirectory, SenderFaults, SenderService, STORE],
    };
  }
}

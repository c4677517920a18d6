import type { HttpService } from '@nestjs/axios';
import type { Store } from 'waypost/store';
import { Doors } from './callbacks/doors.js';
import { DirectoryWatch } from './directory-watch.js';
import type { Environment } from './environment.js';
import { ApiKeys } from './keys/api-keys.js';
import { ensureAdminKey, settleOutsideKeys } from './keys/outside-keys.js';
import { PROVIDERS } from './providers.js';
import { defineSenders } from './senders/define-senders.js';
import { FileSenders } from './senders/file-senders.js';
import type { SecretBox } from './senders/secret-box.js';
import { openSecretBox } from './senders/secret-key.js';
import { SenderDirectory } from './senders/sender-directory.js';
import { SenderFactory } from './senders/sender-factory.js';
import { SenderFaults } from './senders/sender-faults.js';
import { settleFileSenders } from './senders/settle-file-senders.js';

/** The keys and senders of a gateway, as this process knows them. Part of what `createApp` takes. */
export interface OpenDirectory {
  readonly keys: ApiKeys;
  readonly senders: SenderDirectory;
  readonly factory: SenderFactory;
  /** Seals what is kept of secrets. */
  readonly box: SecretBox;
  readonly faults: SenderFaults;
  readonly fileSenders: FileSenders;
  readonly doors: Doors;
  /** Keeps the others up to date; runs already. */
  readonly watch: DirectoryWatch;
  /** An admin key that was made just now, to be shown this once. */
  readonly madeKey?: string;
  /** What the operator should hear, a sentence each. */
  readonly warnings: readonly string[];
}

/** What a directory is opened with, besides the store. */
export interface DirectorySetup {
  readonly environment: Pick<Environment, 'SECRET_KEY' | 'DATA_DIR' | 'BOOTSTRAP_API_KEY'>;
  /** Makes the requests to vendors. */
  readonly http: HttpService;
  /** The senders of the senders file, as they were read, and where from; none without a file. */
  readonly file?: { readonly entries: unknown; readonly source: string };
  /** The demo's key; a former one does not open the gateway without the demo. */
  readonly demoKey?: string;
}

/**
 * Opens what the store knows of keys and senders, after it has brought it in line with the settings and the senders
 * file.
 * @throws BootError where one of these is wrong
 */
export async function openDirectory(store: Store, setup: DirectorySetup): Promise<OpenDirectory> {
  const { environment, http, file, demoKey } = setup;
  const { directory } = store;
  const definitions = defineSenders(
    file?.entries ?? [],
    { kinds: PROVIDERS, http },
    file?.source ?? '',
  );
  const { box, warning } = await openSecretBox(store, environment);
  const factory = new SenderFactory(PROVIDERS, http, box);
  const changes = await settleFileSenders(directory, factory, definitions);
  await settleOutsideKeys(directory, { bootstrap: environment.BOOTSTRAP_API_KEY, demo: demoKey });
  const madeKey = await ensureAdminKey(directory);
  const keys = new ApiKeys(directory);
  const senders = new SenderDirectory(directory, factory);
  const faults = new SenderFaults(store);
  const doors = new Doors(directory, factory, box);
  const watch = new DirectoryWatch(directory, [keys, senders, faults, doors]);
  await watch.start();
  return {
    ...{ keys, senders, factory, box, faults, doors, watch },
    fileSenders: new FileSenders(definitions.map(({ id }) => id)),
    ...(madeKey !== undefined && { madeKey }),
    warnings: [...(warning === undefined ? [] : [warning]), ...changes],
  };
}

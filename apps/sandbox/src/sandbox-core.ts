import { randomUUID } from 'node:crypto';
import { AccountBook } from './account-book.js';
import { readAccounts } from './account-reader.js';
import { DEFAULT_ACCOUNTS, type Provider } from './accounts.js';
import { CallbackScheduler } from './callbacks/callback-scheduler.js';
import { CallbackSender } from './callbacks/callback-sender.js';
import { Registrations } from './callbacks/registrations.js';
import { FaultRules } from './faults/fault-rules.js';
import { GupshupVendor } from './gupshup/gupshup.vendor.js';
import { Ids } from './ids.js';
import { KaleyraVendor } from './kaleyra/kaleyra.vendor.js';
import { CallbackLog } from './log/callback-log.js';
import { MessageLog } from './log/message-log.js';
import { MediaShelf } from './media/media-shelf.js';
import { Pauses } from './pauses.js';
import { SeededRandom } from './random.js';
import type { SandboxOptions } from './sandbox-options.js';
import type { Vendor } from './vendor.js';

/** The parts of one sandbox, wired together; the HTTP door and the door in code both lead here. */
export interface SandboxCore {
  readonly accounts: AccountBook;
  readonly ids: Ids;
  readonly now: () => number;
  readonly vendors: Readonly<Record<Provider, Vendor>>;
  readonly messages: MessageLog;
  readonly callbackLog: CallbackLog;
  readonly registrations: Registrations;
  readonly faults: FaultRules;
  readonly sender: CallbackSender;
  readonly scheduler: CallbackScheduler;
  readonly pauses: Pauses;
  readonly files: MediaShelf;
}

const MIB = 1024 * 1024;

/** Builds the parts; throws SandboxInputError for an account or a registration that cannot be. */
export const createCore = (options: SandboxOptions): SandboxCore => {
  const { accounts: given = DEFAULT_ACCOUNTS, clock, seed = randomUUID() } = options;
  const now = () => clock?.now() ?? Date.now();
  const bounds = {
    entries: options.logEntries ?? 100_000,
    bytes: options.logBytes ?? 256 * MIB,
  };
  const accounts = new AccountBook(readAccounts(given));
  const ids = new Ids(seed);
  const pauses = new Pauses();
  const vendors = {
    gupshup: new GupshupVendor(accounts, ids, now),
    kaleyra: new KaleyraVendor(accounts, ids, now),
  };
  const log = new CallbackLog(bounds);
  const sender = new CallbackSender({
    log,
    pauses,
    now,
    timeoutMs: options.callbackTimeoutMs ?? 10_000,
  });
  const registrations = new Registrations(accounts, {
    stepMs: options.stepMs ?? [50, 150],
    redelivery: { attempts: 5, backoffMs: 1000, maxBackoffMs: 60_000, ...options.redelivery },
  });
  options.callbacks?.forEach((callback) => registrations.add(callback));
  const scheduler = new CallbackScheduler({
    vendors,
    registrations,
    sender,
    log,
    pauses,
    random: new SeededRandom(`${seed}/delays`),
    maxPending: options.maxPending ?? 100_000,
    automatic: options.autoCallbacks ?? true,
  });
  return {
    accounts,
    ids,
    now,
    vendors,
    messages: new MessageLog(bounds),
    callbackLog: log,
    registrations,
    faults: new FaultRules(seed),
    sender,
    scheduler,
    pauses,
    files: new MediaShelf(),
  };
};

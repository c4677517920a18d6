import type { SandboxAccounts } from './accounts.js';
import type { CallbackInput, Redelivery, StepMs } from './callbacks/registration.js';

/** What a sandbox can be told when it is created. */
export interface SandboxOptions {
  /** @default "127.0.0.1" */
  readonly host?: string;
  /** 0 takes any free port. @default 0 */
  readonly port?: number;
  /** @default DEFAULT_ACCOUNTS */
  readonly accounts?: Partial<SandboxAccounts>;
  /** Who is called back from the beginning. @default nobody */
  readonly callbacks?: readonly CallbackInput[];
  /** `false`: accepted messages call nobody back by themselves; `tell()` does. @default true */
  readonly autoCallbacks?: boolean;
  /** Milliseconds between two callbacks of a message; 0 for tests. @default [50, 150] */
  readonly stepMs?: StepMs;
  /** How callbacks are repeated that were not taken. @default 5 attempts, pauses of 1 s doubling up to 60 s */
  readonly redelivery?: Partial<Redelivery>;
  /** Milliseconds a receiver may take to answer. @default 10000, as Gupshup's */
  readonly callbackTimeoutMs?: number;
  /** The same seed gives the same ids, delays and random faults. @default a new one at every start */
  readonly seed?: string;
  /** Where times come from, in milliseconds. @default Date.now */
  readonly clock?: { now(): number };
  /** Entries that each of the two logs keeps. @default 100000 */
  readonly logEntries?: number;
  /** Bytes of bodies that each of the two logs keeps. @default 268435456 */
  readonly logBytes?: number;
  /** Messages whose callbacks may be under way at once. @default 100000 */
  readonly maxPending?: number;
}

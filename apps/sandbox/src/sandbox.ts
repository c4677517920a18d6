import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { GupshupAccount, KaleyraAccount, SandboxAccounts } from './accounts.js';
import type { InboundInput, InboundResult } from './callbacks/inbound.js';
import type { CallbackInput } from './callbacks/registration.js';
import type { ShownRegistration } from './callbacks/registrations.js';
import type { CallbackFault, FaultRule, FaultRuleInput, StatusName } from './faults/fault.js';
import type { LoggedCallback } from './log/callback-log.js';
import type { LoggedMessage, MessageFilter } from './log/message-log.js';
import { addAccount, receiveInbound, tellStatus } from './sandbox-calls.js';
import { createCore, type SandboxCore } from './sandbox-core.js';
import type { SandboxOptions } from './sandbox-options.js';
import { createServer } from './server.js';

type FailureOf<Kind extends CallbackFault['kind']> = Omit<
  Extract<CallbackFault, { kind: Kind }>,
  'kind' | 'after'
>;

/** A status to be told by hand; the two failures say which. */
export type StatusInput =
  | { readonly messageId: string; readonly status: Exclude<StatusName, 'failed' | 'not sent'> }
  | {
      readonly messageId: string;
      readonly status: 'failed';
      readonly failure: FailureOf<'failed'>;
    }
  | {
      readonly messageId: string;
      readonly status: 'not sent';
      readonly failure: FailureOf<'not-sent'>;
    };

/** An account to add or to replace. */
export type AccountInput =
  | { readonly provider: 'gupshup'; readonly account: GupshupAccount }
  | { readonly provider: 'kaleyra'; readonly account: KaleyraAccount };

/**
 * A running stand-in for Gupshup and Kaleyra. Every method does what its counterpart under `/_sandbox` does, and
 * throws SandboxInputError, naming the field, where that answers 400.
 *
 * @example
 * const sandbox = await createSandbox({ stepMs: 0, callbacks: [{ provider: 'gupshup', account, url }] });
 * sandbox.addFault({ to: '+12025550123', times: 1, fault: 'reset-after-read' });
 * // … send to `${sandbox.url}/partner/app/${account}/v3/message` …
 * await sandbox.settled();
 * const [arrived] = sandbox.messages();
 * await sandbox.close();
 */
export class Sandbox {
  /** The origin of both vendors, without a slash at its end. */
  readonly url: string;

  /** Use `createSandbox`. */
  constructor(
    private readonly core: SandboxCore,
    private readonly server: FastifyInstance,
  ) {
    const { address, port, family } = server.server.address() as AddressInfo;
    this.url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
    core.files.origin = this.url;
  }

  /** The accounts as they are now. */
  get accounts(): SandboxAccounts {
    return this.core.accounts.list();
  }

  addAccount(input: AccountInput): void {
    addAccount(this.core, input);
  }

  /** What the vendors received, in order of arrival. */
  messages(filter?: MessageFilter): LoggedMessage[] {
    return this.core.messages.list(filter);
  }

  /** How many requests the vendors ever received, those that the log has dropped included. */
  get received(): number {
    return this.core.messages.total;
  }

  clearMessages(): void {
    this.core.messages.clear();
  }

  /** Switches a fault on, behind those that are on already. */
  addFault(rule: FaultRuleInput): FaultRule {
    return this.core.faults.add(rule);
  }

  faults(): FaultRule[] {
    return this.core.faults.list();
  }

  /** Switches one fault off, or all of them. */
  clearFaults(id?: string): void {
    this.core.faults.remove(id);
  }

  /** Has an account's callbacks sent to an address from now on. */
  addCallback(callback: CallbackInput): ShownRegistration {
    return this.core.registrations.add(callback);
  }

  registrations(): ShownRegistration[] {
    return this.core.registrations.list();
  }

  /** Removes one registration, or all of them. */
  clearCallbacks(id?: string): void {
    this.core.registrations.remove(id);
  }

  /** The callbacks sent so far, every attempt with how the receiver took it. */
  callbacks(range?: { readonly after?: number; readonly limit?: number }): LoggedCallback[] {
    return this.core.callbackLog.list(range);
  }

  /** A simulated user writes; resolves when every receiver was called once. */
  inbound(message: InboundInput): Promise<InboundResult> {
    return receiveInbound(this.core, message);
  }

  /** Tells one status of an accepted message at once; resolves to the number of receivers. */
  tell(status: StatusInput): Promise<number> {
    return tellStatus(this.core, status);
  }

  /** Resolves when no callback is under way or due, repetitions included. */
  settled(): Promise<void> {
    return this.core.scheduler.settled();
  }

  /** Closes every connection and drops what was due. Nothing is left running. */
  async close(): Promise<void> {
    this.core.pauses.close();
    await Promise.all([this.server.close(), this.core.sender.close()]);
  }
}

/** Starts a sandbox. Rejects with SandboxInputError for an account or a registration that cannot be, and if the port is taken. */
export const createSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const core = createCore(options);
  const server = createServer(core);
  try {
    await server.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
  } catch (error) {
    await Promise.all([server.close(), core.sender.close()]);
    throw error;
  }
  return new Sandbox(core, server);
};

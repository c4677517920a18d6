import { readGupshupAccount, readKaleyraAccount } from './account-reader.js';
import { PROVIDERS } from './accounts.js';
import type { InboundResult } from './callbacks/inbound.js';
import { readInbound } from './callbacks/inbound-reader.js';
import { failureOf } from './callbacks/timeline.js';
import { readFault } from './faults/fault-reader.js';
import { DROPPABLE, isCallbackFault, type StatusName } from './faults/fault.js';
import { Fields } from './fields.js';
import type { SandboxCore } from './sandbox-core.js';
import type { Failure } from './vendor.js';

/** Hands in what a simulated user sends; throws SandboxInputError naming the field that is wrong. */
export const receiveInbound = (core: SandboxCore, input: unknown): Promise<InboundResult> => {
  const { accounts, ids, files, now, messages, scheduler } = core;
  const sent = (id: string) => messages.message(id);
  return scheduler.inbound(readInbound(input, { accounts, ids, files, now, sent }));
};

const FAILURES: Readonly<Partial<Record<StatusName, 'failed' | 'not-sent'>>> = {
  failed: 'failed',
  'not sent': 'not-sent',
};

/** A failure is described as the fault of that kind is: by its code, or by the reason it was not sent for. */
const readFailure = (fields: Fields, status: StatusName): Failure | undefined => {
  const described = { ...fields.object('failure'), kind: FAILURES[status] };
  const fault = readFault(described, 'failure');
  return isCallbackFault(fault) ? failureOf(fault) : undefined;
};

/** Tells one status of an accepted message now; resolves to the number of receivers. */
export const tellStatus = async (core: SandboxCore, input: unknown): Promise<number> => {
  const fields = new Fields(input);
  const id = fields.string('messageId');
  const message = core.messages.message(id);
  if (message === undefined) {
    return fields.fail(
      'messageId',
      'must be the id of an accepted message that the log still holds',
    );
  }
  const status = fields.oneOf('status', DROPPABLE);
  const failure = FAILURES[status] === undefined ? undefined : readFailure(fields, status);
  fields.done();
  return core.scheduler.tell(message, {
    status,
    at: core.now(),
    ...(failure === undefined ? {} : { failure }),
  });
};

/** Adds or replaces an account; throws SandboxInputError naming the field that is wrong. */
export const addAccount = (core: SandboxCore, input: unknown): void => {
  const fields = new Fields(input);
  const provider = fields.oneOf('provider', PROVIDERS);
  const account = fields.object('account');
  fields.done();
  if (provider === 'gupshup') core.accounts.addGupshup(readGupshupAccount(account, 'account'));
  else core.accounts.addKaleyra(readKaleyraAccount(account, 'account'));
};

import type { SenderRow } from 'waypost/store';
import { isMembers } from '../members.js';
import type { SenderFactory } from './sender-factory.js';
import type { SenderFault } from './sender-faults.js';
import type { Fault, Limits, SenderView } from './sender.dto.js';
import type { Options } from './sender.js';

/** What is known of a sender beside its row. */
export interface SenderCondition {
  /** Why nothing can be sent with it. */
  readonly trouble?: string;
  readonly fault?: SenderFault;
  readonly callbackUrl?: string;
}

/** A sender as the API shows it: of its credentials only the names. */
export function viewSender(
  row: SenderRow,
  factory: SenderFactory,
  { trouble, fault, callbackUrl }: SenderCondition,
): SenderView {
  const { id, provider, phone, managedBy, state, pauseReason } = row;
  const faultView = trouble === undefined ? fault && viewFault(fault) : misconfigured(trouble);
  return {
    ...{ id, provider, phone },
    ...splitOptions(row, factory),
    limits: JSON.parse(row.limits) as Limits,
    ...{ managedBy, state, pauseReason },
    callbackUrl: callbackUrl ?? null,
    ...(faultView && { fault: faultView }),
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: new Date(row.updatedAt).toISOString(),
  };
}

function splitOptions(
  row: SenderRow,
  factory: SenderFactory,
): Pick<SenderView, 'options' | 'credentials'> {
  const shown = factory.kinds.find(({ name }) => name === row.provider)?.publicOptions ?? [];
  const all = Object.entries(readable(row, factory));
  return {
    options: Object.fromEntries(all.filter(([name]) => shown.includes(name))),
    credentials: all.map(([name]) => name).filter((name) => !shown.includes(name)),
  };
}

// What cannot be opened is shown as empty; the sender's trouble says why.
function readable(row: SenderRow, factory: SenderFactory): Options {
  try {
    const options = factory.optionsOf(row);
    return isMembers(options) ? options : {};
  } catch {
    return {};
  }
}

function viewFault({ error, since, nextProbeAt }: SenderFault): Fault {
  const { code, message, remedy, link, vendor } = error;
  return {
    ...{ code, message },
    ...(remedy !== undefined && { remedy }),
    ...(link !== undefined && { link }),
    ...(vendor && { vendor }),
    since: new Date(since).toISOString(),
    ...(nextProbeAt !== null && { nextProbeAt: new Date(nextProbeAt).toISOString() }),
  };
}

function misconfigured(message: string): Fault {
  return { code: 'misconfigured', message, remedy: 'Correct the options of the sender.' };
}

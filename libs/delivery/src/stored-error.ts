import type { Actor, ErrorCode, ErrorEntry } from 'waypost/messages';
import type { Failure, ProviderError, VendorAnswer } from 'waypost/providers';

/** Why a message failed or waits, as it is stored and shown to the caller. */
export interface StoredError {
  /**
   * A provider's error code, or one of ours: `outcome_unknown` (nobody knows whether it was sent, and it was not sent
   * again), `expired` (its `expiresAt` came first), `budget_exhausted` (it could not be handed over in time).
   */
  readonly code: ErrorCode | 'outcome_unknown' | 'expired' | 'budget_exhausted';
  readonly message: string;
  readonly vendor?: VendorAnswer & { readonly details?: string };
  /** Who must act before the same message can be sent. */
  readonly actor?: Actor;
  /** One sentence: what to do now. */
  readonly remedy?: string;
  /** The vendor's page. */
  readonly link?: string;
}

/** Nobody told in time whether the vendor has the message; `last` is what became of the attempt, where that is known. */
export function outcomeUnknown(last: StoredError | undefined): StoredError {
  return {
    code: 'outcome_unknown',
    message: `Whether the vendor has the message was not found out in time${last ? `: ${last.message}` : '.'}`,
    ...(last?.vendor && { vendor: last.vendor }),
    actor: 'caller',
    remedy: 'Find out whether it arrived before sending it again; a late callback corrects this.',
  };
}

export const EXPIRED: StoredError = {
  code: 'expired',
  message: 'The message was not handed over before its expiresAt.',
  actor: 'caller',
  remedy: 'Send a new message with a later expiresAt if it still matters.',
};

/** The end of the budget; what kept the message from being handed over is told, where known. */
export function budgetExhausted(last: StoredError | undefined): StoredError {
  return {
    ...last,
    code: 'budget_exhausted',
    message: `The message could not be handed over in time${last ? `: ${last.message}` : '.'}`,
  };
}

export function errorOfAnswer(error: ProviderError): StoredError {
  return {
    code: error.code,
    message: error.message,
    vendor: error.vendor,
    ...(error.entry ? explain(error.entry) : ADVICE[error.code]),
  };
}

export function errorOfFailure({ code, entry, vendor }: Failure): StoredError {
  const said = vendor.message ?? entry?.title ?? 'no reason was given';
  const advice = entry ? explain(entry) : ADVICE[code];
  return { code, message: `The vendor reports a failure: ${said}`, vendor, ...advice };
}

export function readError(json: string | null): StoredError | undefined {
  return json === null ? undefined : (JSON.parse(json) as StoredError);
}

function explain({ actor, remedy, link }: ErrorEntry): Partial<StoredError> {
  return { actor, remedy, link };
}

/** Who can do what about a failure of which the dictionary knows no more than its kind. */
const ADVICE: Readonly<Record<ErrorCode, Pick<StoredError, 'actor' | 'remedy'>>> = {
  invalid: { actor: 'caller', remedy: 'Correct the message, and send it as a new one.' },
  unsupported: { actor: 'caller', remedy: 'Send it with another sender, or as another type.' },
  unauthorized: {
    actor: 'operator',
    remedy: "Check the sender's options, its account and billing.",
  },
  rejected: {
    actor: 'recipient',
    remedy: 'Read the reason: the recipient, or a policy, does not allow it.',
  },
  rate_limited: { actor: 'time', remedy: "Lower the sender's rate if this repeats." },
  unavailable: {
    actor: 'time',
    remedy: 'Nothing need be done unless it lasts: then ask the vendor.',
  },
  timeout: { actor: 'time', remedy: 'Nothing need be done unless it lasts: then ask the vendor.' },
  unrecognized: { actor: 'operator', remedy: "Read the vendor's own words, and ask the vendor." },
};

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

export const OUTCOME_UNKNOWN: StoredError = {
  code: 'outcome_unknown',
  message: 'The vendor may have the message, but neither an answer nor a callback came in time.',
  actor: 'caller',
  remedy: 'Find out whether it arrived before sending it again; a late callback corrects this.',
};

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
    ...explain(error.entry),
  };
}

export function errorOfFailure({ code, entry, vendor }: Failure): StoredError {
  const said = vendor.message ?? entry?.title ?? 'no reason was given';
  return { code, message: `The vendor reports a failure: ${said}`, vendor, ...explain(entry) };
}

export function readError(json: string | null): StoredError | undefined {
  return json === null ? undefined : (JSON.parse(json) as StoredError);
}

function explain(entry: ErrorEntry | undefined): Partial<StoredError> {
  return entry ? { actor: entry.actor, remedy: entry.remedy, link: entry.link } : {};
}

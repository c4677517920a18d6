import type { Actor, PauseScope } from './error-code.js';
import type { ErrorEntry } from './error-entry.js';

/** What a failure means for us: the part of an entry that programs act upon. */
export type Verdict = Pick<ErrorEntry, 'code' | 'retry' | 'scope' | 'pauseSeconds' | 'actor'>;

// The tables are written in the verdicts below, which answer to the classes that vendors' failures fall into:
// permanent for this payload (`invalid`, `unsupported`), refused for a person or by policy (`rejected`),
// the vendor's trouble (`unavailable`), a limit (`throttled`, `limited`), the operator's (`unauthorized`).

/** This payload can never be sent. */
export const invalid: Verdict = { code: 'invalid', retry: 'none', actor: 'caller' };

/** This kind of message cannot be carried here. */
export const unsupported: Verdict = { code: 'unsupported', retry: 'none', actor: 'caller' };

/** Documented by number only: somebody should read the vendor's own words. */
export const unrecognized: Verdict = { code: 'unrecognized', retry: 'none', actor: 'operator' };

/** Refused because of the recipient or a policy; the message has failed, and others may pass. */
export function rejected(actor: Actor): Verdict {
  return { code: 'rejected', retry: 'none', actor };
}

/** The vendor's own trouble; `atLeast` is the least wait in seconds, where one is documented. */
export function unavailable(atLeast?: number): Verdict {
  return { code: 'unavailable', retry: 'backoff', ...wait(atLeast), actor: 'time' };
}

/** A limit of a whole scope, which is held up for `seconds`. */
export function throttled(scope: PauseScope, seconds: number, actor: Actor = 'time'): Verdict {
  return { code: 'rate_limited', retry: 'pause', scope, pauseSeconds: seconds, actor };
}

/**
 * A limit narrower than any scope (a flow, a call, marketing to one person), so that nothing else is held up.
 * Without seconds it outlasts the message, which has failed.
 */
export function limited(seconds: number | undefined, actor: Actor = 'time'): Verdict {
  return {
    code: 'rate_limited',
    retry: seconds === undefined ? 'none' : 'backoff',
    ...wait(seconds),
    actor,
  };
}

/**
 * The operator's set-up is at fault. With a scope, every message of that scope would meet the same fault, so it is
 * held up until something changes; without one, only messages like this one are refused, and it has failed.
 */
export function unauthorized(scope?: PauseScope): Verdict {
  return scope === undefined
    ? { code: 'unauthorized', retry: 'none', actor: 'operator' }
    : { code: 'unauthorized', retry: 'pause', scope, actor: 'operator' };
}

function wait(seconds: number | undefined): Pick<ErrorEntry, 'pauseSeconds'> {
  return seconds === undefined ? {} : { pauseSeconds: seconds };
}

import type { PauseScope } from 'waypost/messages';
import type { ProviderError } from 'waypost/providers';
import { UNTIL_CHANGED } from './lane/pauses.js';

/** What holds up more than one message. */
export interface Pause {
  readonly scope: PauseScope;
  /** Epoch milliseconds, or UNTIL_CHANGED where only the operator can end it. */
  readonly until: number;
}

/** What to do with a message after a hand-over that was not accepted. */
export type Verdict =
  | { readonly next: 'fail'; readonly pause?: Pause }
  | { readonly next: 'retry'; readonly at: number; readonly pause?: Pause }
  | { readonly next: 'await'; readonly until: number };

export interface RetryState {
  /** The number of the attempt that just ended, from 1. */
  readonly attempt: number;
  readonly graceMs: number;
  readonly now: number;
  /** From 0 to 1, exclusive. */
  readonly random: number;
}

const FIRST_BACKOFF_MS = 1_000;
const LAST_BACKOFF_MS = 600_000;
const DEFAULT_PAUSE_MS = 30_000;
/** Meta's "(Business Account, Consumer Account) pair rate limit hit". */
const PAIR_RATE = '131056';
const PAIR_PAUSE_BASE = 4;
const LAST_PAIR_PAUSE_MS = 4 ** 6 * 1_000;

/** Decides by what is known of the outcome first, by the dictionary second. */
export function judge(error: ProviderError, state: RetryState): Verdict {
  const { now } = state;
  if (error.mayHaveBeenSent) return { next: 'await', until: now + state.graceMs };
  switch (retryOf(error)) {
    case 'none':
      return { next: 'fail' };
    case 'backoff':
      return { next: 'retry', at: now + backoff(error, state) };
    case 'pause': {
      const pause = pauseOf(error, state);
      // A pause without an end does not hold the message itself back: the lane's pause does, until it is lifted.
      return { next: 'retry', at: Number.isFinite(pause.until) ? pause.until : now, pause };
    }
  }
}

// What the dictionary does not list is judged by its code.
function retryOf(error: ProviderError): 'none' | 'backoff' | 'pause' {
  if (error.entry) return error.entry.retry;
  if (error.code === 'unauthorized' || error.code === 'rate_limited') return 'pause';
  return error.code === 'unavailable' || error.code === 'timeout' ? 'backoff' : 'none';
}

/** Exponential with full jitter, so that what failed together does not come back together; at least what the vendor asks for. */
export function backoff(error: Pick<ProviderError, 'retryAfter'>, state: RetryState): number {
  const ceiling = Math.min(LAST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (state.attempt - 1));
  return Math.ceil((error.retryAfter ?? 0) * 1_000 + ceiling * state.random);
}

function pauseOf(error: ProviderError, state: RetryState): Pause {
  const scope = error.scope ?? 'sender';
  const asked = error.retryAfter === undefined ? undefined : error.retryAfter * 1_000;
  if (error.entry?.vendorCode === PAIR_RATE) {
    return { scope, until: state.now + Math.max(asked ?? 0, pairPause(state.attempt)) };
  }
  if (asked !== undefined) return { scope, until: state.now + asked };
  if (error.code === 'unauthorized') return { scope, until: UNTIL_CHANGED };
  if (scope === 'recipient') return { scope, until: state.now + pairPause(state.attempt) };
  return { scope, until: state.now + DEFAULT_PAUSE_MS };
}

/** Meta's own advice for the pair rate: 4^X seconds, X counting from 0. */
function pairPause(attempt: number): number {
  return Math.min(LAST_PAIR_PAUSE_MS, PAIR_PAUSE_BASE ** (attempt - 1) * 1_000);
}

import type { MessageRow, Transition, WaitingRow } from 'waypost/store';
import { messageEvent } from './events.js';
import { outOfTime } from './outcome.js';
import { outcomeUnknown, readError, type StoredError } from './stored-error.js';

/** How long a row waits whose pause has no end. */
const LONG_PAUSE_MS = 300_000;

/** Puts a queued row off that its lane cannot send now, so that it need not be read again and again. */
export function deferral(row: WaitingRow, until: number | undefined, now: number): Transition {
  const dueAt = Math.min(until ?? now, now + LONG_PAUSE_MS);
  return {
    ...common(row),
    from: ['queued'],
    attempts: row.attempts,
    to: 'queued',
    dueAt,
    error: row.error,
    settledAt: null,
    events: [],
  };
}

/** Undoes a mark of ours whose COMMIT was in doubt: the attempt was never begun. */
export function giveBack(row: WaitingRow, n: number, epoch: number): Transition {
  const now = Date.now();
  return {
    ...common(row),
    from: ['sending', 'unknown'],
    attempts: n,
    epoch,
    to: 'queued',
    error: row.error,
    settledAt: null,
    events: [messageEvent(now, { status: 'queued', attempt: n })],
    attempt: {
      n,
      startedAt: now,
      endedAt: now,
      outcome: 'rejected',
      providerMessageId: null,
      error: null,
    },
  };
}

/** A row left `sending` by an owner that is gone: nobody knows how far it got. */
export function orphaned(row: MessageRow, now: number): Transition {
  return {
    ...common(row),
    from: ['sending'],
    attempts: row.attempts,
    epoch: row.epoch,
    to: 'unknown',
    dueAt: now + row.graceMs,
    error: row.error,
    settledAt: null,
    events: [messageEvent(now, { status: 'unknown', attempt: row.attempts })],
    attempt: {
      n: row.attempts,
      startedAt: now,
      endedAt: now,
      outcome: 'unknown',
      providerMessageId: null,
      error: null,
    },
  };
}

/** The grace is over and no evidence came: the caller's `onUnknown` decides. */
export function graceEnded(row: MessageRow, now: number): Transition {
  if (row.onUnknown === 'retry' && now < row.giveUpAt) {
    return {
      ...common(row),
      from: ['unknown'],
      attempts: row.attempts,
      to: 'queued',
      error: row.error,
      settledAt: null,
      events: [messageEvent(now, { status: 'queued', attempt: row.attempts, retryAt: now })],
    };
  }
  return ended(row, 'unknown', 'failed', outcomeUnknown(readError(row.error)), now);
}

/** Its time is over before it was handed over. */
export function timeOver(row: MessageRow, now: number): Transition {
  const error = outOfTime(row, now, readError(row.error));
  return ended(row, 'queued', error.code === 'expired' ? 'expired' : 'failed', error, now);
}

export function canceled(row: MessageRow, now: number): Transition {
  return {
    ...common(row),
    from: ['queued'],
    to: 'canceled',
    error: null,
    settledAt: now,
    events: [messageEvent(now, { status: 'canceled' })],
  };
}

function ended(
  row: MessageRow,
  from: 'queued' | 'unknown',
  to: 'failed' | 'expired',
  error: StoredError,
  now: number,
): Transition {
  return {
    ...common(row),
    from: [from],
    attempts: row.attempts,
    to,
    error: JSON.stringify(error),
    settledAt: now,
    events: [messageEvent(now, { status: to, error })],
  };
}

function common({ position, sender }: WaitingRow): Pick<Transition, 'position' | 'sender'> {
  return { position, sender };
}

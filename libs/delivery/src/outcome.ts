import type { Accepted, ProviderError } from 'waypost/providers';
import type { EndedAttempt, Finish, MessageStatus, WaitingRow } from 'waypost/store';
import { messageEvent, type MessageEventData } from './events.js';
import type { Report } from './report.js';
import { judge, type Pause } from './retry-policy.js';
import { budgetExhausted, errorOfAnswer, EXPIRED, type StoredError } from './stored-error.js';

/** What the lane has to know of an ended attempt. */
export interface Outcome {
  readonly finish: Finish;
  /** `doubtful`: unknown, or the vendor is down. `none`: it was not asked. Anything else is an answer. */
  readonly answer: 'accepted' | 'refused' | 'doubtful' | 'none';
  /** When the message is tried again; left out where it is not. */
  readonly retryAt?: number;
  readonly pause?: Pause;
  /** Why it was not accepted. */
  readonly error?: StoredError;
}

/** The attempt that has just ended. */
export interface Ended {
  readonly row: WaitingRow;
  /** Its number. */
  readonly n: number;
  readonly startedAt: number;
  readonly endedAt: number;
}

export function acceptedOutcome(ended: Ended, accepted: Accepted): Outcome {
  const { providerMessageId } = accepted;
  const attempt = attemptOf(ended, 'accepted', null, providerMessageId);
  return {
    answer: 'accepted',
    finish: {
      ...change(ended, 'accepted', { attempt: ended.n, providerMessageId }),
      settledAt: null,
      attempt,
      ...(providerMessageId === undefined
        ? {}
        : { providerMessageId, providerIds: [providerMessageId] }),
    },
  };
}

/** An acceptance as a callback would report it; undefined for any other outcome. */
export function acceptanceReport(
  { id, sender }: Pick<WaitingRow, 'id' | 'sender'>,
  { answer, finish: { attempt, providerIds = [] } }: Outcome,
): Report | undefined {
  if (answer !== 'accepted') return undefined;
  return {
    sender,
    itemId: `accepted.${id}.${attempt.n}`,
    reference: { messageId: id, attempt: attempt.n },
    providerIds,
    status: 'accepted',
    at: attempt.endedAt,
    receivedAt: attempt.endedAt,
  };
}

/** What becomes of a message that was not accepted: `random` is the jitter's, from 0 to 1. */
export function refusedOutcome(ended: Ended, error: ProviderError, random: number): Outcome {
  const { row, n, endedAt: now } = ended;
  const told = errorOfAnswer(error);
  const verdict = judge(error, { attempt: n, graceMs: row.graceMs, now, random });
  if (verdict.next === 'await') {
    const attempt = attemptOf(ended, 'unknown', told);
    const finish = { ...change(ended, 'unknown', { attempt: n, error: told }), settledAt: null };
    return {
      answer: 'doubtful',
      error: told,
      finish: { ...finish, dueAt: verdict.until, attempt },
    };
  }
  const attempt = attemptOf(ended, 'rejected', told);
  const { pause } = verdict;
  const answer = isDown(error) ? 'doubtful' : 'refused';
  if (verdict.next === 'retry' && verdict.at < row.giveUpAt) {
    const retryAt = verdict.at;
    const finish = change(ended, 'queued', { attempt: n, error: told, retryAt });
    return {
      answer,
      retryAt,
      pause,
      error: told,
      finish: { ...finish, dueAt: retryAt, settledAt: null, attempt },
    };
  }
  const end = verdict.next === 'retry' ? outOfTime(row, verdict.at, told) : told;
  return {
    answer,
    pause,
    error: told,
    finish: {
      ...change(ended, end.code === 'expired' ? 'expired' : 'failed', { attempt: n, error: end }),
      settledAt: now,
      attempt,
    },
  };
}

/** How a message ends whose time is over: by the caller's own limit, or by ours. */
export function outOfTime(row: WaitingRow, at: number, last?: StoredError): StoredError {
  return row.expiresAt !== null && row.expiresAt <= at ? EXPIRED : budgetExhausted(last);
}

function isDown({ code }: ProviderError): boolean {
  return code === 'unavailable' || code === 'timeout';
}

function change(
  { row, endedAt }: Ended,
  to: MessageStatus,
  data: Omit<MessageEventData, 'status'>,
): Pick<Finish, 'position' | 'sender' | 'to' | 'error' | 'events'> {
  return {
    position: row.position,
    sender: row.sender,
    to,
    error: data.error ? JSON.stringify(data.error) : null,
    events: [messageEvent(endedAt, { status: to, ...data })],
  };
}

function attemptOf(
  { n, startedAt, endedAt }: Ended,
  outcome: EndedAttempt['outcome'],
  error: StoredError | null,
  providerMessageId?: string,
): EndedAttempt {
  return {
    n,
    startedAt,
    endedAt,
    outcome,
    providerMessageId: providerMessageId ?? null,
    error: error && JSON.stringify(error),
  };
}

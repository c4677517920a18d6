import { describe, expect, it } from '@jest/globals';
import { ProviderError } from 'waypost/providers';
import type { MessageRow } from 'waypost/store';
import { newMessage } from '../../../test/stores.js';
import { refusedOutcome } from './outcome.js';
import { graceEnded, timeOver } from './queue-changes.js';
import { readError } from './stored-error.js';

const ACCEPTED_AT = 1_760_000_000_000;
const HOUR = 3_600_000;
const BUDGET = 24 * HOUR;
const LOST = new ProviderError('No answer came.', { code: 'timeout', mayHaveBeenSent: true });
const DOWN = new ProviderError('Out of order.', { code: 'unavailable', mayHaveBeenSent: false });

interface Times {
  readonly sendAt?: number;
  readonly expiresAt?: number;
}

/** As the intake stores a message with these times, in hours after its acceptance. */
function rowOf({ sendAt, expiresAt }: Times, changes: Partial<MessageRow> = {}): MessageRow {
  const at = (hours: number | undefined) =>
    hours === undefined ? null : ACCEPTED_AT + hours * HOUR;
  const dueAt = at(sendAt) ?? 0;
  const message = newMessage({
    createdAt: ACCEPTED_AT,
    dueAt,
    expiresAt: at(expiresAt),
    giveUpAt: at(expiresAt) ?? Math.max(dueAt, ACCEPTED_AT) + BUDGET,
  });
  const state = { position: 1, epoch: 1, attempts: 1, error: null, settledAt: null };
  return { ...message, ...state, status: 'sending', ...changes } as unknown as MessageRow;
}

/** Tried again, or the code with which a message that waits ends. */
type Expected = 'retried' | 'expired' | 'budget_exhausted';

/** What the time limits mean, with all times in hours after the acceptance. */
const TABLE: readonly (readonly [Times, number, Expected])[] = [
  [{}, 1, 'retried'],
  [{}, 25, 'budget_exhausted'],
  [{ sendAt: 20 }, 25, 'retried'],
  [{ sendAt: 20 }, 43, 'retried'],
  [{ sendAt: 20 }, 45, 'budget_exhausted'],
  [{ expiresAt: 2 }, 1, 'retried'],
  [{ expiresAt: 2 }, 3, 'expired'],
  [{ expiresAt: 30 }, 25, 'retried'],
  [{ expiresAt: 30 }, 31, 'expired'],
  [{ sendAt: 20, expiresAt: 22 }, 21, 'retried'],
  [{ sendAt: 20, expiresAt: 22 }, 23, 'expired'],
];

describe.each(TABLE)('a message with %j, %d h after it was accepted', (times, hours, expected) => {
  const now = ACCEPTED_AT + hours * HOUR;
  const isRetried = expected === 'retried';
  const end = expected === 'expired' ? 'expired' : 'failed';
  const ended = { n: 1, startedAt: now, endedAt: now };

  it('that was refused for now is tried again only where there is time', () => {
    const { finish } = refusedOutcome({ row: rowOf(times), ...ended }, DOWN, 0);
    expect(finish.to).toBe(isRetried ? 'queued' : end);
  });

  it('that may have left is unknown for its grace, whatever its time', () => {
    const { finish } = refusedOutcome({ row: rowOf(times), ...ended }, LOST, 0);
    expect(finish).toMatchObject({ to: 'unknown', dueAt: now + 120_000 });
  });

  it.each(['retry', 'fail'] as const)(
    'and stays unknown is queued again with onUnknown: %s only where there is time; it never expires',
    (onUnknown) => {
      const { to, error } = graceEnded(rowOf(times, { status: 'unknown', onUnknown }), now);
      const isQueued = onUnknown === 'retry' && isRetried;
      expect(to).toBe(isQueued ? 'queued' : 'failed');
      if (!isQueued) expect(readError(error)?.code).toBe('outcome_unknown');
    },
  );

  if (!isRetried) {
    it('and still waits ends, with the reason', () => {
      const { to, error } = timeOver(rowOf(times, { status: 'queued' }), now);
      expect(to).toBe(end);
      expect(readError(error)?.code).toBe(expected);
    });
  }
});

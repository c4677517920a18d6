import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MESSAGE_STATUSES } from 'waypost/store';
import { moveFor, weigh, type Evidence, type Known } from './evidence.js';

const known = (status: string, attempts = 1, errorCode?: string): Known => ({
  status,
  attempts,
  errorCode,
});

describe('weighing a status', () => {
  it.each([
    ['accepted', 'sent'],
    ['accepted', 'read'],
    ['sent', 'delivered'],
    ['delivered', 'read'],
    ['read', 'played'],
    ['sending', 'accepted'],
    ['sending', 'delivered'],
    ['unknown', 'sent'],
    ['unknown', 'read'],
  ] as const)('moves a message from %s to %s', (from, to) => {
    expect(weigh(known(from), { status: to, attempt: 1 })).toEqual({ kind: 'moved', to });
  });

  it.each([
    ['read', 'delivered'],
    ['delivered', 'sent'],
    ['sent', 'sent'],
    ['played', 'accepted'],
    ['read', 'failed'],
    ['delivered', 'failed'],
    ['canceled', 'sent'],
    ['expired', 'failed'],
    ['failed', 'sent'],
  ] as const)('leaves a message that is %s as it is when %s comes', (from, status) => {
    expect(weigh(known(from), { status, attempt: 1 })).toEqual({ kind: 'none' });
  });

  it.each(['failed', 'canceled', 'expired'])('corrects %s when the phone has it', (end) => {
    expect(weigh(known(end), { status: 'delivered', attempt: 1 })).toEqual({
      kind: 'moved',
      to: 'delivered',
      corrects: end,
    });
  });

  it('withdraws a queued retry when an earlier attempt was delivered', () => {
    expect(weigh(known('queued', 2), { status: 'read', attempt: 1 })).toEqual({
      kind: 'moved',
      to: 'read',
    });
  });

  it('corrects a failure that was only a guess when the vendor shows that it has the message', () => {
    expect(weigh(known('failed', 1, 'outcome_unknown'), { status: 'sent', attempt: 1 })).toEqual({
      kind: 'moved',
      to: 'sent',
      corrects: 'failed',
    });
  });

  it.each(['sending', 'unknown', 'accepted', 'sent'])(
    'ends the attempt of a message that is %s when it failed',
    (status) => {
      expect(weigh(known(status, 2), { status: 'failed', attempt: 2 })).toEqual({ kind: 'ended' });
    },
  );

  it('does not hold the failure of an earlier attempt against a later one', () => {
    expect(weigh(known('sending', 2), { status: 'failed', attempt: 1 })).toEqual({ kind: 'none' });
    expect(weigh(known('accepted', 2), { status: 'sent', attempt: 1 })).toEqual({ kind: 'none' });
  });

  it('ends in the same status whatever the order, repetition and batching of what arrived', () => {
    const status = fc.constantFrom('accepted', 'sent', 'delivered', 'read', 'played', 'failed');
    fc.assert(
      fc.property(
        fc.array(status, { minLength: 1 }),
        fc.infiniteStream(fc.nat()),
        (given, keys) => {
          const end = (order: readonly string[]) => {
            let state = known('unknown');
            for (const s of order) {
              const change = weigh(state, { status: s as Evidence['status'], attempt: 1 });
              if (change.kind === 'moved') state = known(change.to);
              if (change.kind === 'ended') state = known('failed', 1, 'rejected');
            }
            return state.status;
          };
          const shuffled = given
            .map((s) => [keys.next().value as number, s] as const)
            .toSorted(([a], [b]) => a - b)
            .map(([, s]) => s);
          expect(end(shuffled)).toBe(end(given));
          expect(end([...given, ...shuffled])).toBe(end(given));
        },
      ),
    );
  });
});

describe('a change that a status makes by itself', () => {
  const STATUSES = ['accepted', 'sent', 'delivered', 'read', 'played', 'failed'] as const;
  const cases = STATUSES.flatMap((status) =>
    MESSAGE_STATUSES.flatMap((from) => [1, 2].map((attempts) => [status, from, attempts] as const)),
  );

  it.each(cases)('for %s on %s with %i attempts is what weighing it gives', (status, from, n) => {
    const move = moveFor(status);
    const weighed = weigh(known(from, n), { status, attempt: 1 });
    const applies = move?.from.includes(from) === true && (!move.latest || n === 1);
    if (applies) expect(weighed).toEqual({ kind: 'moved', to: status });
    else if (move?.past.includes(from)) expect(weighed).toEqual({ kind: 'none' });
  });

  it('covers what comes in order', () => {
    expect(moveFor('sent')?.from).toContain('accepted');
    expect(moveFor('delivered')?.from).toContain('sent');
    expect(moveFor('read')?.from).toContain('delivered');
    expect(moveFor('failed')).toBeUndefined();
  });
});

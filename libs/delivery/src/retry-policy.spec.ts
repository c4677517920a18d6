import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findError } from 'waypost/messages';
import { ProviderError, type ProviderErrorInit } from 'waypost/providers';
import { UNTIL_CHANGED } from './lane/pauses.js';
import { judge, type RetryState } from './retry-policy.js';

const state = (given: Partial<RetryState> = {}): RetryState => ({
  attempt: 1,
  graceMs: 120_000,
  now: 1_000_000,
  random: 0.5,
  ...given,
});

const error = (init: Partial<ProviderErrorInit>) =>
  new ProviderError('x', { code: 'unavailable', mayHaveBeenSent: false, ...init });

const listed = (code: string) => {
  const entry = findError('meta', code);
  if (!entry) throw new Error(`${code} is not listed.`);
  return error({ code: entry.code, entry });
};

describe('judging a hand-over that was not accepted', () => {
  it('never retries what may have been sent, whatever its code: it waits for evidence', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('invalid', 'rate_limited', 'unavailable', 'timeout', 'unrecognized'),
        (code) => {
          const verdict = judge(error({ code: code, mayHaveBeenSent: true }), state());
          expect(verdict).toEqual({ next: 'await', until: 1_120_000 });
        },
      ),
    );
  });

  it.each(['invalid', 'unsupported', 'rejected', 'unrecognized'] as const)(
    'fails %s at once',
    (code) => {
      expect(judge(error({ code }), state())).toEqual({ next: 'fail' });
    },
  );

  it('backs off exponentially with full jitter, up to ten minutes', () => {
    const at = (attempt: number, random: number) => {
      const verdict = judge(error({}), state({ attempt, random }));
      return verdict.next === 'retry' ? verdict.at - 1_000_000 : undefined;
    };
    expect([at(1, 0.5), at(2, 0.5), at(3, 0.5)]).toEqual([500, 1_000, 2_000]);
    expect(at(4, 0)).toBe(0);
    expect(at(40, 0.999_999)).toBeLessThanOrEqual(600_000);
    expect(at(40, 0.999_999)).toBeGreaterThan(599_000);
  });

  it('waits at least as long as the vendor asks for', () => {
    const verdict = judge(error({ retryAfter: 17 }), state({ random: 0 }));
    expect(verdict).toEqual({ next: 'retry', at: 1_017_000 });
  });

  it('pauses the pair for 131056, longer each time: 4^X seconds, and no less than the 6 of the pair rate', () => {
    const waits = [1, 2, 3, 4].map((attempt) => judge(listed('131056'), state({ attempt })));
    expect(waits).toEqual(
      [6, 6, 16, 64].map((seconds) => ({
        next: 'retry',
        at: 1_000_000 + seconds * 1_000,
        pause: { scope: 'recipient', until: 1_000_000 + seconds * 1_000 },
      })),
    );
  });

  it('pauses the pair for as long as the vendor asks for, where that is longer', () => {
    const entry = findError('meta', '131056');
    const asked = error({ code: 'rate_limited', entry, retryAfter: 40 });
    expect(judge(asked, state())).toMatchObject({ pause: { until: 1_040_000 } });
  });

  it.each([
    ['130429', 'sender'],
    ['132015', 'template'],
  ])('pauses the scope of %s, the %s, for a time', (code, scope) => {
    const verdict = judge(listed(code), state());
    expect(verdict).toMatchObject({ next: 'retry', pause: { scope } });
    expect(verdict.next === 'retry' && Number.isFinite(verdict.at) && verdict.at > 1_000_000).toBe(
      true,
    );
  });

  it('pauses the account for 131042 until somebody changes something, and keeps the message', () => {
    expect(judge(listed('131042'), state())).toEqual({
      next: 'retry',
      at: 1_000_000,
      pause: { scope: 'account', until: UNTIL_CHANGED },
    });
  });

  it('pauses the sender for an undocumented 401 or 429', () => {
    expect(judge(error({ code: 'unauthorized' }), state())).toMatchObject({
      pause: { scope: 'sender', until: UNTIL_CHANGED },
    });
    expect(judge(error({ code: 'rate_limited', retryAfter: 9 }), state())).toMatchObject({
      pause: { scope: 'sender', until: 1_009_000 },
    });
  });
});

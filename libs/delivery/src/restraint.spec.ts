import { describe, expect, it } from '@jest/globals';
import type { MessageRow } from 'waypost/store';
import { DOUBTS_TO_OPEN } from './breaker.js';
import { Lane } from './lane/lane.js';
import type { Outcome } from './outcome.js';
import type { QueuedEntry } from './queued-entry.js';
import { Restraint } from './restraint.js';
import { steadyNow } from './steady-clock.js';

const LIMITS = { perSecond: 80, concurrency: 64, pairRate: false, capacity: 100, perRecipient: 8 };
const ROW = { sender: 'shop-in', recipient: '+919876500001', template: null } as MessageRow;
const ERROR = { code: 'rate_limited' as const, message: 'Too many messages.' };
const ACCEPTED = { answer: 'accepted' } as Outcome;

describe('a vendor that holds a sender up', () => {
  function refused(scope: 'sender' | 'recipient', ms: number): Outcome {
    const pause = { scope, until: Date.now() + ms };
    return { answer: 'refused', pause, error: ERROR } as Outcome;
  }

  function restrain() {
    const told: (string | undefined)[] = [];
    const lane = new Lane<QueuedEntry>(LIMITS, steadyNow());
    const restraint = new Restraint(lane, 'account-1', {
      pauseAccount: () => undefined,
      resumeAccount: () => undefined,
      reportFault: (_sender, _until, error) => told.push(error?.code),
    });
    return { restraint, told };
  }

  it('for long is told to the operator, until a message is accepted', () => {
    const { restraint, told } = restrain();
    restraint.react(refused('sender', 3_600_000), ROW);
    expect(told).toEqual(['rate_limited']);
    restraint.react(ACCEPTED, ROW);
    restraint.react(ACCEPTED, ROW);
    expect(told).toEqual(['rate_limited', undefined]);
  });

  it('because it does not answer is told, until it answers, be it with a refusal', () => {
    const { restraint, told } = restrain();
    const error = { code: 'timeout' as const, message: 'The vendor did not answer.' };
    const doubtful = { answer: 'doubtful', error } as Outcome;
    for (let n = 1; n < DOUBTS_TO_OPEN; n++) restraint.react(doubtful, ROW);
    expect(told).toEqual([]);
    restraint.react(doubtful, ROW);
    expect(told).toEqual(['timeout']);
    restraint.react({ answer: 'refused', error: ERROR } as Outcome, ROW);
    restraint.react(ACCEPTED, ROW);
    expect(told).toEqual(['timeout', undefined]);
  });

  it('for seconds, or one recipient only, is nothing to tell', () => {
    const { restraint, told } = restrain();
    restraint.react(refused('sender', 5_000), ROW);
    restraint.react(refused('recipient', 3_600_000), ROW);
    restraint.react(ACCEPTED, ROW);
    expect(told).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Acceptance, DeliveryEngine } from 'waypost/delivery';
import { CommitUnknown, StoreUnavailable, type Inserted } from 'waypost/store';
import { Drain } from '../drain.js';
import type { Caller } from '../keys/caller.js';
import type { SenderDirectory } from '../senders/sender-directory.js';
import { BatchIntake } from './batch-intake.js';
import { MessageCheck } from './message-check.js';
import { MessageIntake } from './message-intake.js';

const CALLER: Caller = { keyId: 'k', lineage: 'k', reach: { scopes: ['admin'] } };
const BODY = {
  sender: 'shop',
  message: { to: '+919876500001', type: 'text', text: { body: 'Hello' } },
};

/** A store that loses its connection, which no test can time over real sockets, shows itself to the intake like this. */
class FailingEngine {
  ids: string[] = [];

  constructor(private readonly results: readonly (Inserted | Error)[]) {}

  accept({ row }: Acceptance): Promise<Inserted> {
    this.ids.push(row.id);
    const [result] = this.results;
    if (!result || result instanceof Error) return Promise.reject(result ?? new Error());
    return Promise.resolve(result);
  }

  acceptEach(acceptances: readonly Acceptance[]): Promise<readonly (Inserted | Error)[]> {
    this.ids.push(...acceptances.map(({ row }) => row.id));
    return Promise.resolve(this.results);
  }
}

const LOST = new CommitUnknown('the connection was lost');
const INSERTED: Inserted = { kind: 'inserted', position: 1, status: 'queued' };

function intakes(...results: readonly (Inserted | Error)[]) {
  const senders = { find: () => ({ provider: { supports: () => true } }) };
  const checks = new MessageCheck(senders as unknown as SenderDirectory);
  const failing = new FailingEngine(results);
  const engine = failing as unknown as DeliveryEngine;
  const drain = new Drain();
  return {
    failing,
    drain,
    single: new MessageIntake(checks, engine, drain),
    batch: new BatchIntake(checks, engine, drain),
  };
}

describe('a message of which nobody knows whether it was stored', () => {
  it('is told by its id, with the advice to repeat under the same key', async () => {
    const { single, failing } = intakes(LOST);
    const refused = single.accept(BODY, CALLER, 'key');
    await expect(refused).rejects.toMatchObject({
      problem: { code: 'commit_unknown', remedy: expect.stringContaining('same Idempotency-Key') },
    });
    await expect(refused).rejects.toMatchObject({ problem: { id: failing.ids[0] } });
  });

  it('is told of in its place of a batch, beside what was stored and what was not', async () => {
    const { batch, failing } = intakes(INSERTED, LOST, new StoreUnavailable('full'));
    const { answer } = await batch.accept({ messages: [BODY, BODY, BODY] }, CALLER);
    expect(answer.results).toMatchObject([
      { id: failing.ids[0], status: 'queued' },
      { error: { code: 'commit_unknown', id: failing.ids[1] } },
      { error: { code: 'store_unavailable' } },
    ]);
  });
});

describe('a gateway that is stopping', () => {
  it('takes nothing more, and waits for what it is taking', async () => {
    const { single, drain } = intakes(INSERTED);
    const taking = single.accept(BODY, CALLER);
    let closed = false;
    const closing = drain.close().then(() => (closed = true));
    await expect(single.accept(BODY, CALLER)).rejects.toMatchObject({
      problem: { code: 'shutting_down', retryAfter: 1 },
    });
    expect(closed).toBe(false);
    await taking;
    await closing;
    expect(closed).toBe(true);
  });

  it('is closed also where what it was taking failed', async () => {
    const { single, drain } = intakes(new StoreUnavailable('full'));
    const taking = single.accept(BODY, CALLER);
    await expect(taking).rejects.toThrow(StoreUnavailable);
    await drain.close();
    expect(drain.draining).toBe(true);
  });
});

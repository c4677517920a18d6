import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { findError } from 'waypost/messages';
import { CommitUnknown } from 'waypost/store';
import { ENGINES } from '../../../test/stores.js';
import { Gate } from '../../../test/support/gate.js';
import type { DeliverySender } from './delivery-sender.js';
import { EngineRig } from './testing/engine-rig.js';
import { refuse } from './testing/scripted-vendor.js';

const HIGH = 0;
const LOW = 2;

/** A recipient of its own for each number. */
const recipient = (n: number) => `+1202${String(5_550_000 + n)}`;

describe.each(ENGINES)('the queue of a sender on %s', (_name, open) => {
  let rig: EngineRig;

  afterEach(() => rig.close());

  async function start(changes?: Partial<DeliverySender>): Promise<void> {
    rig = await EngineRig.start(open, changes);
  }

  it('lets a one-time code pass a campaign that fills the memory', async () => {
    await start({ limits: { messagesPerSecond: 200, concurrency: 4, pairRate: false } });
    const campaign = Array.from({ length: 3_000 }, (_, n) => ({
      recipient: recipient(n),
      priority: LOW,
    })) as { recipient: string; priority: 2 }[];
    await rig.postAll(campaign);
    const before = rig.handedOver.length;
    const code = await rig.post({ recipient: recipient(9_999), priority: HIGH });
    await rig.until(code, 'accepted');
    expect(rig.handedOver.indexOf(code) - before).toBeLessThan(100);
  });

  it('lets a one-time code pass a campaign that was put off to the same time', async () => {
    await start({ limits: { messagesPerSecond: 200, concurrency: 4, pairRate: false } });
    const dueAt = Date.now() + 2_000;
    const campaign = Array.from({ length: 3_000 }, (_, n) => ({
      recipient: recipient(n),
      priority: LOW,
      dueAt,
    })) as { recipient: string; priority: 2; dueAt: number }[];
    await rig.postAll(campaign);
    const code = await rig.post({ recipient: recipient(9_999), priority: HIGH, dueAt: dueAt + 1 });
    await rig.until(code, 'accepted');
    expect(rig.handedOver.indexOf(code)).toBeLessThan(200);
  });

  it('reaches the others behind a recipient who fills the head of it', async () => {
    const answers = new Gate();
    await start({ limits: { messagesPerSecond: 1_000, pairRate: true } });
    rig.vendor.always = async ({ to, ref }) => {
      if (to === recipient(1)) await answers.opened;
      return { providerMessageId: `v-${ref}`, raw: {} };
    };
    await rig.configure({
      limits: { messagesPerSecond: 1_000, pairRate: true },
      paused: true,
    });
    for (let i = 0; i < 3; i++) {
      await rig.postAll(Array.from({ length: 1_000 }, () => ({ recipient: recipient(1) })));
    }
    const other = await rig.post({ recipient: recipient(2) });
    await rig.configure({ limits: { messagesPerSecond: 1_000, pairRate: true } });
    await rig.until(other, 'accepted');
    answers.open();
  });

  it('sends what a paused template held back once the pause is over', async () => {
    await start({ limits: { messagesPerSecond: 1_000, concurrency: 1, pairRate: false } });
    const entry = findError('meta', '132015');
    rig.vendor.turns = [refuse({ code: 'rate_limited', entry, scope: 'template', retryAfter: 1 })];
    const ids = await rig.postAll(
      [1, 2, 3, 4].map((n) => ({ recipient: recipient(n), template: 'sale' })),
    );
    for (const id of ids) await rig.until(id, 'accepted');
    expect(rig.handedOver).toHaveLength(5);
  });

  it('holds all senders of an account at fault, and resumes them with the first message that is accepted', async () => {
    await start();
    await rig.configure({ id: 'otp-in' });
    await rig.until(await rig.post({ sender: 'otp-in' }), 'accepted');
    const entry = findError('meta', '131042');
    rig.vendor.turns = [refuse({ code: 'unauthorized', entry, scope: 'account' })];
    const first = await rig.post();
    while (rig.handedOver.length < 2) await sleep(10);
    await rig.until(first, 'queued');
    const others = await rig.postAll(
      [1, 2, 3].map((n) => ({ sender: 'otp-in', recipient: recipient(n) })),
    );
    await sleep(300);
    expect(rig.handedOver).toHaveLength(2);
    await rig.configure();
    await rig.until(first, 'accepted');
    for (const id of others) await rig.until(id, 'accepted');
  });

  it('goes on where an outcome cannot be stored at all, and does not send that message again', async () => {
    await start({ limits: { messagesPerSecond: 1_000, concurrency: 1, pairRate: false } });
    const finish = rig.store.finish.bind(rig.store);
    let failures = 0;
    rig.store.finish = (ended) =>
      failures++ === 0 ? Promise.reject(new Error('no such column')) : finish(ended);
    rig.store.recordEach = () => Promise.reject(new Error('no such table'));
    const odd = await rig.post({ graceMs: 50 });
    const next = await rig.post({ recipient: recipient(2) });
    await rig.until(next, 'accepted');
    await rig.until(odd, 'failed');
    expect(rig.errors).toEqual([new Error('no such column'), new Error('no such table')]);
    expect(rig.handedOver).toEqual([odd, next]);
  });

  it('goes on where not even that can be stored of a message that its outcome is unknown', async () => {
    await start({ limits: { messagesPerSecond: 1_000, concurrency: 1, pairRate: false } });
    const finish = rig.store.finish.bind(rig.store);
    const sick = new Error('no such column');
    let failures = 0;
    rig.store.finish = (ended) => (failures++ === 0 ? Promise.reject(sick) : finish(ended));
    rig.store.get = () => Promise.reject(sick);
    rig.store.recordEach = () => Promise.reject(sick);
    const odd = await rig.post();
    const next = await rig.post({ recipient: recipient(2) });
    await rig.until(next, 'accepted');
    expect(rig.errors).toEqual([sick, sick, sick]);
    expect(rig.handedOver).toEqual([odd, next]);
  });

  it('takes an outcome that cannot be stored as the end of an attempt for evidence', async () => {
    await start();
    rig.store.finish = () => Promise.reject(new Error('no such column'));
    const odd = await rig.post();
    await rig.until(odd, 'accepted');
    expect(rig.errors).toEqual([new Error('no such column')]);
    expect(rig.handedOver).toEqual([odd]);
  });

  it('marks nothing again before it knows that a mark in doubt is undone', async () => {
    await start({ paused: true });
    const lost = new CommitUnknown('the connection failed');
    const startNow = rig.store.start.bind(rig.store);
    const changeNow = rig.store.transitionEach.bind(rig.store);
    let [marks, undone] = [0, 0];
    rig.store.start = (starts) => (marks++ === 0 ? Promise.reject(lost) : startNow(starts));
    const answer = new Gate();
    rig.store.transitionEach = async (changes) => {
      if (changes.length === 0) return [];
      // Later than the lane looks at its queue again.
      if (undone++ === 0) await sleep(1_000).then(() => Promise.reject(lost));
      const changed = await changeNow(changes);
      answer.open();
      return changed;
    };
    rig.vendor.turns = [
      async ({ ref }) => {
        await answer.opened;
        return { providerMessageId: `v-${ref}`, raw: {} };
      },
    ];
    const first = await rig.post();
    await rig.configure({ paused: false });
    const next = await rig.post();
    await rig.until(first, 'accepted');
    await rig.until(next, 'accepted');
    expect(rig.handedOver).toEqual([first, next]);
  });

  it('hands nothing over whose time is over, however long it waited for its turn', async () => {
    await start({ limits: { messagesPerSecond: 5, pairRate: false } });
    const expiresAt = Date.now() + 500;
    const ids = await rig.postAll(
      Array.from({ length: 20 }, (_, n) => ({
        recipient: recipient(n),
        expiresAt,
        giveUpAt: expiresAt,
      })),
    );
    await rig.until(ids.at(-1) ?? '', 'expired');
    const late = rig.vendor.sent.filter(({ at }) => at >= expiresAt + 100);
    expect(late).toEqual([]);
  });

  it('hands nothing over whose time ended while it was marked', async () => {
    await start({ paused: true });
    const startNow = rig.store.start.bind(rig.store);
    const marked = new Gate();
    rig.store.start = async (starts) => {
      const positions = await startNow(starts);
      await marked.opened;
      return positions;
    };
    const expiresAt = Date.now() + 1_000;
    const late = await rig.post({ expiresAt, giveUpAt: expiresAt });
    await rig.configure({ paused: false });
    await rig.until(late, 'sending');
    while (Date.now() < expiresAt) await sleep(20);
    marked.open();
    await rig.until(late, 'expired');
    expect(rig.handedOver).toEqual([]);
  });
});

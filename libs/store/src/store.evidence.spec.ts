import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { addSenders, ENGINES, insertion, type StorePlace } from '../../../test/stores.js';
import type { Move, NewEvidence } from './operations.js';
import type { MessageStatus } from './rows.js';
import type { Store } from './store.js';

const AT = 1_760_000_000_000;

describe.each(ENGINES)('evidence on %s', (_name, create) => {
  let place: StorePlace;
  let store: Store;

  beforeAll(async () => {
    place = await create();
    store = await place.open();
    await addSenders(store, 'shop-in', 'otp-in');
    await store.leases.tick('replica-1', 60_000);
  }, 60_000);
  afterAll(() => place.drop());

  async function sendingMessage() {
    const insert = { ...insertion(), sending: { epoch: 1 } };
    const inserted = await store.insert(insert);
    const position = inserted.kind === 'inserted' ? inserted.position : 0;
    return { id: insert.message.id, position };
  }

  function accept(position: number, providerIds: readonly string[]) {
    return store.finish({
      position,
      sender: 'shop-in',
      to: 'accepted',
      error: null,
      settledAt: null,
      providerIds,
      events: [],
      attempt: {
        n: 1,
        startedAt: AT,
        endedAt: AT,
        outcome: 'accepted',
        providerMessageId: providerIds[0] ?? null,
        error: null,
      },
    });
  }

  function evidence(changes: Partial<NewEvidence> = {}): NewEvidence {
    return {
      sender: 'shop-in',
      itemId: randomUUID(),
      providerIds: [],
      status: 'delivered',
      at: AT + 1,
      receivedAt: AT + 2,
      error: null,
      ...changes,
    };
  }

  it('finds its message by any id the attempt is known by, and learns the others', async () => {
    const { position } = await sendingMessage();
    const [known, wamid] = [randomUUID(), `wamid.${randomUUID()}`];
    await accept(position, [known]);
    const first = await store.record(evidence({ providerIds: [wamid, known] }));
    expect(first).toMatchObject({
      duplicate: false,
      evidence: { message: position, attempt: 1, inferred: false, settledAt: null },
      message: { position, status: 'accepted' },
    });
    // Once: with the message, and not with each thing that is said of it.
    expect(first.evidence.providerIds).toEqual([]);
    const ids = (await store.aliasesOf(position)).map(({ providerId }) => providerId);
    expect(ids.toSorted()).toEqual([known, wamid].toSorted());
    const second = await store.record(evidence({ providerIds: [wamid], status: 'read' }));
    expect(second.message?.position).toBe(position);
    expect(await store.evidenceOf(position)).toEqual([first.evidence, second.evidence]);
  });

  it('prefers our own reference, and then the ids in their order', async () => {
    const [a, b] = [await sendingMessage(), await sendingMessage()];
    const [idA, idB] = [randomUUID(), randomUUID()];
    await accept(a.position, [idA]);
    await accept(b.position, [idB]);
    const byIds = await store.record(evidence({ providerIds: [idB, idA] }));
    expect(byIds.message?.position).toBe(b.position);
    const reference = { messageId: a.id, attempt: 3 };
    const byReference = await store.record(evidence({ providerIds: [idB], reference }));
    expect(byReference.evidence).toMatchObject({ message: a.position, attempt: 3 });
  });

  it('never touches a message of another sender', async () => {
    const { id, position } = await sendingMessage();
    const known = randomUUID();
    await accept(position, [known]);
    const other = evidence({ sender: 'otp-in', providerIds: [known] });
    expect((await store.record(other)).message).toBeNull();
    const reference = { messageId: id, attempt: 1 };
    expect((await store.record(evidence({ sender: 'otp-in', reference }))).message).toBeNull();
  });

  it('stores the same item once, however often and at what time it comes', async () => {
    const item = evidence({ providerIds: [randomUUID()] });
    const together = await Promise.all([store.record(item), store.record(item)]);
    expect(together.map(({ duplicate }) => duplicate)).toEqual([false, true]);
    const again = await store.record(item);
    expect(again.duplicate).toBe(true);
    expect(again.evidence).toEqual(together[0].evidence);
  });

  it('knows which of many were stored before, and where each one stands', async () => {
    const items = Array.from({ length: 20 }, () => evidence({ providerIds: [randomUUID()] }));
    const [before] = await store.recordEach(items.slice(11, 12));
    const noted = await store.recordEach(items);
    expect(noted.flatMap(({ duplicate }, at) => (duplicate ? [at] : []))).toEqual([11]);
    expect(noted[11]?.position).toBe(before?.position);
    const rows = await store.recorded(noted.map(({ position }) => position));
    const stored = new Map(rows.map((row) => [row.evidence.position, row.evidence.itemId]));
    expect(noted.map(({ position }) => stored.get(position))).toEqual(
      items.map(({ itemId }) => itemId),
    );
  });

  it('is stored each piece with its own message, however many come at once', async () => {
    const messages = await Promise.all(Array.from({ length: 40 }, () => sendingMessage()));
    await Promise.all(messages.map(({ position }) => accept(position, [`many-${position}`])));
    const items = messages.map(({ position }, n) =>
      evidence({ providerIds: [`many-${position}`], at: AT + n, detail: `{"n":${n}}` }),
    );
    const noted = await store.recordEach(items);
    const rows = await store.recorded(noted.map(({ position }) => position));
    for (const [n, { position }] of messages.entries()) {
      const found = rows.find(({ evidence: { itemId } }) => itemId === items[n]?.itemId);
      expect(found?.evidence.position).toBe(noted[n]?.position);
      expect(found?.evidence).toMatchObject({ at: AT + n, detail: `{"n":${n}}` });
      expect([noted[n]?.message, found?.message?.position]).toEqual([position, position]);
    }
  });

  it('means by an id the attempt that had it first', async () => {
    const [a, b] = [await sendingMessage(), await sendingMessage()];
    const shared = randomUUID();
    await accept(a.position, [shared]);
    await accept(b.position, [shared]);
    for (const status of ['sent', 'delivered'] as const) {
      const { message } = await store.record(evidence({ status, providerIds: [shared] }));
      expect(message?.position).toBe(a.position);
    }
  });

  it('learns the ids of many acceptances in one commit, where one of them is known already', async () => {
    const messages = [];
    for (let n = 0; n < 20; n++)
      messages.push({ ...(await sendingMessage()), known: randomUUID() });
    const third = messages[2];
    const reference = { messageId: third?.id ?? '', attempt: 1 };
    await store.record(evidence({ reference, providerIds: [third?.known ?? ''] }));
    await Promise.all(messages.map(({ position, known }) => accept(position, [known])));
    for (const { position, known } of messages) {
      const { message } = await store.record(evidence({ providerIds: [known], status: 'read' }));
      expect(message?.position).toBe(position);
    }
  });

  it('parks what comes before the acceptance, until it is matched again', async () => {
    const { position } = await sendingMessage();
    const known = randomUUID();
    const early = await store.record(evidence({ providerIds: [known] }));
    expect(early.message).toBeNull();
    await accept(position, [known]);
    const after = early.evidence.position - 1;
    const parked = await store.parkedEvidence({ after, limit: 1 });
    expect(parked).toEqual([early.evidence]);
    expect(await store.lastParkedBefore(AT + 2)).toBe(0);
    expect(await store.lastParkedBefore(AT + 3)).toBe(early.evidence.position);
    const [matched] = await store.rematch(parked);
    expect(matched).toMatchObject({ evidence: { message: position, attempt: 1 } });
    expect(matched?.message?.position).toBe(position);
  });

  it('counts what came before the acceptance and comes again after it once', async () => {
    const { position } = await sendingMessage();
    const known = randomUUID();
    const item = evidence({ providerIds: [known] });
    const early = await store.record(item);
    expect((await store.record(item)).duplicate).toBe(true);
    await accept(position, [known]);
    const [again, tied] = await Promise.all([
      store.record(item),
      store.rematch([early.evidence]).then(([one]) => one),
    ]);
    expect(again).toMatchObject({
      duplicate: true,
      evidence: { position: early.evidence.position, message: position, attempt: 1 },
    });
    expect(tied).toMatchObject({ duplicate: false, evidence: { message: position } });
    expect(await store.evidenceOf(position)).toHaveLength(1);
    expect((await store.record(item)).duplicate).toBe(true);
  });

  it('ties evidence to an attempt that was inferred, and knows the ids from then on', async () => {
    const { position } = await sendingMessage();
    const strange = randomUUID();
    const parked = await store.record(evidence({ providerIds: [strange] }));
    const tied = await store.infer(parked.evidence, position, 1);
    expect(tied.evidence).toMatchObject({ message: position, attempt: 1, inferred: true });
    const next = await store.record(evidence({ providerIds: [strange], status: 'read' }));
    expect(next.evidence).toMatchObject({ message: position, inferred: false });
  });

  it('is open until a transition or somebody settles it', async () => {
    const { position, id } = await sendingMessage();
    const reference = { messageId: id, attempt: 1 };
    const applied = await store.record(evidence({ reference }));
    const ignored = await store.record(evidence({ reference, status: 'sent' }));
    const after = applied.evidence.position - 1;
    const isOpen = async () =>
      (await store.openEvidence({ after, limit: 10 })).map((row) => row.position);
    expect(await isOpen()).toEqual([applied.evidence.position, ignored.evidence.position]);
    await store.transition({
      position,
      sender: 'shop-in',
      from: ['sending'],
      to: 'delivered',
      error: null,
      settledAt: AT,
      events: [],
      evidence: [applied.evidence.position],
    });
    expect(await isOpen()).toEqual([ignored.evidence.position]);
    await store.settleEvidence([ignored.evidence.position], AT + 5);
    expect(await isOpen()).toEqual([]);
  });

  it('stays open where the transition that it asks for came too late', async () => {
    const { position, id } = await sendingMessage();
    const reference = { messageId: id, attempt: 1 };
    const { evidence: failed } = await store.record(evidence({ reference, status: 'failed' }));
    await accept(position, []);
    const change = {
      ...{ position, sender: 'shop-in', from: ['sending'] as const, to: 'failed' as const },
      ...{ error: null, settledAt: AT, events: [], evidence: [failed.position] },
    };
    expect(await store.transition(change)).toEqual({ applied: false, status: 'accepted' });
    // Whoever weighs it again may be killed before it does.
    const open = await store.openEvidence({ after: failed.position - 1, limit: 10 });
    expect(open.map((row) => row.position)).toEqual([failed.position]);
  });

  describe('that moves its message on by itself', () => {
    const move = (to: string, changes: Partial<Move> = {}): Move => ({
      from: ['sending', 'accepted', 'sent'],
      latest: false,
      past: ['delivered', 'read'],
      event: { type: `message.${to}`, data: JSON.stringify({ status: to }) },
      ...changes,
    });

    async function acceptedMessage(...ids: string[]) {
      const message = await sendingMessage();
      await accept(message.position, ids);
      return message;
    }

    it('does so in the commit that stores it, and tells the attempt', async () => {
      const known = randomUUID();
      const { position } = await acceptedMessage(known);
      const item = evidence({ providerIds: [known], move: move('delivered') });
      const [noted] = await store.recordEach([item]);
      expect(noted).toMatchObject({ duplicate: false, message: position, settled: true });
      expect(await store.get(position)).toMatchObject({ status: 'delivered', sequence: 2 });
      const events = await store.eventsOf(position);
      expect(events.at(-1)).toMatchObject({ type: 'message.delivered', sequence: 2, at: AT + 1 });
      expect(events.at(-1)?.data).toBe('{"status":"delivered","attempt":1}');
      const [again] = await store.recordEach([item]);
      expect(again).toEqual({ ...noted, duplicate: true });
      expect(await store.get(position)).toMatchObject({ sequence: 2 });
    });

    it('takes effect one after the other, be they together in one commit', async () => {
      const known = randomUUID();
      const { position } = await acceptedMessage(known);
      const item = (status: MessageStatus, changes: Partial<Move>) =>
        evidence({ providerIds: [known], status, move: move(status, changes) });
      const noted = await store.recordEach([
        item('sent', { from: ['accepted'] }),
        item('read', { from: ['accepted', 'sent', 'delivered'], past: ['read'] }),
        item('delivered', {}),
      ]);
      expect(noted.map(({ settled }) => settled)).toEqual([true, true, true]);
      expect(await store.get(position)).toMatchObject({ status: 'read', sequence: 3 });
      const events = await store.eventsOf(position);
      expect(events.map(({ type }) => type)).toEqual([
        'message.queued',
        'message.sent',
        'message.read',
      ]);
    });

    it('stays open where somebody has to judge', async () => {
      const known = randomUUID();
      const { position } = await acceptedMessage(known);
      const wrongStatus = evidence({
        providerIds: [known],
        move: move('read', { from: ['sent'] }),
      });
      const reference = { messageId: (await store.get(position))?.id ?? '', attempt: 7 };
      const wrongAttempt = evidence({ reference, move: move('sent', { latest: true }) });
      const failed = evidence({ providerIds: [known], status: 'failed' });
      const noted = await store.recordEach([wrongStatus, wrongAttempt, failed]);
      expect(noted.map(({ settled }) => settled)).toEqual([false, false, false]);
      expect(await store.get(position)).toMatchObject({ status: 'accepted', sequence: 1 });
      const rows = await store.recorded(noted.map(({ position: at }) => at));
      expect(rows.map(({ message }) => message?.position)).toEqual([position, position, position]);
    });

    it('moves each to its own status, be the change given for both the same', async () => {
      const ids = [randomUUID(), randomUUID()];
      const [one, other] = [
        await acceptedMessage(ids[0] ?? ''),
        await acceptedMessage(ids[1] ?? ''),
      ];
      const shared = move('delivered');
      await store.recordEach([
        evidence({ providerIds: ids.slice(0, 1), status: 'delivered', move: shared }),
        evidence({ providerIds: ids.slice(1), status: 'read', move: shared }),
      ]);
      expect(await store.get(one.position)).toMatchObject({ status: 'delivered' });
      expect(await store.get(other.position)).toMatchObject({ status: 'read' });
    });

    it('meets an acceptance that is stored in the same commit', async () => {
      const { position } = await sendingMessage();
      const known = randomUUID();
      const item = evidence({ providerIds: [known], move: move('delivered') });
      const [, [noted]] = await Promise.all([accept(position, [known]), store.recordEach([item])]);
      expect(noted).toMatchObject({ message: position, settled: true });
      expect(await store.get(position)).toMatchObject({ status: 'delivered' });
    });

    it('counts what is billed as settled once its message is known, and keeps what it says', async () => {
      const known = randomUUID();
      const { position } = await acceptedMessage(known);
      const bill = evidence({ providerIds: [known], status: 'billed', detail: '{"model":"PMP"}' });
      const parked = evidence({ providerIds: [randomUUID()], status: 'billed', recipient: '+1' });
      const noted = await store.recordEach([bill, parked]);
      expect(noted.map(({ settled }) => settled)).toEqual([true, false]);
      const [row] = await store.evidenceOf(position);
      expect(row).toMatchObject({ status: 'billed', detail: '{"model":"PMP"}', recipient: null });
    });

    it('knows every id of an attempt', async () => {
      const known = randomUUID();
      const { position } = await acceptedMessage(known);
      await store.recordEach([evidence({ providerIds: [known, 'wamid.7', 'wamid.7'] })]);
      const ids = (await store.aliasesOf(position)).map(({ providerId }) => providerId);
      expect(ids).toEqual([known, 'wamid.7'].sort());
    });
  });
});

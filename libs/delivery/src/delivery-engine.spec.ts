import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findError, type Message } from 'waypost/messages';
import type { MessageRow, NewMessage, Store } from 'waypost/store';
import { addSenders, ENGINES, newMessage, type StorePlace } from '../../../test/stores.js';
import { Gate } from '../../../test/support/gate.js';
import { DeliveryEngine } from './delivery-engine.js';
import type { DeliverySender } from './delivery-sender.js';
import type { Report } from './report.js';
import type { StoredError } from './stored-error.js';
import { refuse, ScriptedVendor, SenderList, silence } from './testing/scripted-vendor.js';

const MESSAGE = { to: '+919876500001', type: 'text', text: { body: 'Hello' } } as Message;

describe.each(ENGINES)('delivery on %s', (_name, open) => {
  let place: StorePlace;
  let store: Store;
  let vendor: ScriptedVendor;
  let senders: SenderList;
  let engine: DeliveryEngine;

  const sender = (changes: Partial<DeliverySender> = {}): DeliverySender => ({
    id: 'shop-in',
    provider: vendor,
    accountKey: 'account-1',
    limits: { messagesPerSecond: 1_000, pairRate: false },
    paused: false,
    ...changes,
  });

  beforeEach(async () => {
    place = await open();
    store = await place.open();
    await addSenders(store, 'shop-in');
    vendor = new ScriptedVendor();
    senders = new SenderList();
    senders.set(sender());
    engine = await begin();
  });

  afterEach(async () => {
    await engine.stop(2_000);
    await place.drop();
  });

  async function begin(replica = 'one', on = store): Promise<DeliveryEngine> {
    const started = new DeliveryEngine(on, senders, { replica });
    await started.start();
    return started;
  }

  async function post(changes: Partial<NewMessage> = {}, on = engine): Promise<string> {
    const now = Date.now();
    const message = { ...MESSAGE, to: changes.recipient ?? MESSAGE.to };
    const body = JSON.stringify(message);
    const row = newMessage({ body, createdAt: now, giveUpAt: now + 86_400_000, ...changes });
    const inserted = await on.accept({ row, message });
    expect(inserted.kind).toBe('inserted');
    return row.id;
  }

  async function until(
    id: string,
    condition: string | ((row: MessageRow) => boolean),
    limit = 20_000,
  ): Promise<MessageRow> {
    const holds =
      typeof condition === 'string' ? (row: MessageRow) => row.status === condition : condition;
    const end = Date.now() + limit;
    for (;;) {
      const row = await store.find(id);
      if (row && holds(row)) return row;
      if (Date.now() > end)
        throw new Error(`${id} is ${row?.status}, and ${String(condition)} did not come.`);
      await sleep(10);
    }
  }

  const evidence = (id: string, status: Report['status'], attempt = 1): Report => ({
    sender: 'shop-in',
    itemId: `${id}-${status}-${attempt}`,
    reference: { messageId: id, attempt },
    providerIds: [],
    status,
    at: Date.now(),
    receivedAt: Date.now(),
  });

  const eventTypes = async (row: MessageRow) =>
    (await store.eventsOf(row.position)).map(({ type }) => type);

  it('marks a message as being sent in the commit that accepts it, when nothing goes before it', async () => {
    const post = async () => {
      const row = newMessage({ giveUpAt: Date.now() + 60_000 });
      return engine.accept({ row, message: MESSAGE });
    };
    // The lane begins with an empty bucket, and looks first at what may wait in the store.
    let accepted = await post();
    while (accepted.kind === 'inserted' && accepted.status === 'queued') {
      await sleep(20);
      accepted = await post();
    }
    expect(accepted).toMatchObject({ status: 'sending' });
  });

  it('hands over once and records the attempt, the ids and the events', async () => {
    const id = await post({ labels: '["campaign"]' });
    const row = await until(id, 'accepted');
    expect(vendor.sent.map(({ ref }) => ref)).toEqual([`${id}.1`]);
    expect(row).toMatchObject({ attempts: 1, providerMessageId: `v-${id}.1`, error: null });
    expect(await store.attemptsOf(row.position)).toMatchObject([{ n: 1, outcome: 'accepted' }]);
    expect(await eventTypes(row)).toEqual(['message.queued', 'message.accepted']);
  });

  it('hands many over, each once, in order for each recipient', async () => {
    const recipients = ['+12025550101', '+12025550102', '+12025550103'];
    const ids: string[] = [];
    for (let i = 0; i < 60; i++) ids.push(await post({ recipient: recipients[i % 3] }));
    for (const id of ids) await until(id, 'accepted');
    expect(vendor.sent).toHaveLength(60);
    for (const to of recipients) {
      const refs = vendor.sent.filter((send) => send.to === to).map(({ ref }) => ref);
      expect(refs).toEqual(ids.filter((_, i) => recipients[i % 3] === to).map((id) => `${id}.1`));
    }
  });

  it('keeps the order of one recipient, in whichever form each message has the number', async () => {
    const forms = ['+525512345678', '+5215512345678'];
    const ids: string[] = [];
    for (let i = 0; i < 20; i++) ids.push(await post({ recipient: forms[i % 2] }));
    for (const id of ids) await until(id, 'accepted');
    expect(vendor.sent.map(({ ref }) => ref)).toEqual(ids.map((id) => `${id}.1`));
    expect(vendor.mostAtOnce).toBe(1);
  });

  it('gives the earlier answer to a repeated idempotency key, and sends once', async () => {
    const idempotency = { principal: 'p', key: 'k', fingerprint: 'f', answer: 'first' };
    const rows = Array.from({ length: 3 }, () => newMessage({ giveUpAt: Date.now() + 60_000 }));
    const answers = await Promise.all(
      rows.map((row) => engine.accept({ row, message: MESSAGE, idempotency })),
    );
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual([
      'inserted',
      'replayed',
      'replayed',
    ]);
    const stored = answers.findIndex(({ kind }) => kind === 'inserted');
    await until(rows[stored]?.id ?? '', 'accepted');
    await until(await post(), 'accepted');
    expect(vendor.sent).toHaveLength(2);
  });

  it('tries again after a refusal for now, as the next attempt', async () => {
    vendor.turns = [refuse({ code: 'unavailable' })];
    const id = await post();
    const row = await until(id, 'accepted');
    expect(vendor.sent.map(({ ref }) => ref)).toEqual([`${id}.1`, `${id}.2`]);
    expect(await store.attemptsOf(row.position)).toMatchObject([
      { n: 1, outcome: 'rejected' },
      { n: 2, outcome: 'accepted' },
    ]);
  });

  it('fails at once what can never be sent, with code and remedy', async () => {
    const entry = findError('meta', '131026');
    vendor.turns = [refuse({ code: 'rejected', entry })];
    const row = await until(await post(), 'failed');
    expect(JSON.parse(row.error ?? '')).toMatchObject({ code: 'rejected', remedy: entry?.remedy });
    expect(vendor.sent).toHaveLength(1);
  });

  it('never sends an unknown outcome again on a guess: it waits, then fails', async () => {
    vendor.turns = [silence];
    const id = await post({ graceMs: 100 });
    await until(id, 'unknown');
    const row = await until(id, 'failed');
    const error = JSON.parse(row.error ?? '') as StoredError;
    const [attempt] = await store.attemptsOf(row.position);
    const told = JSON.parse(attempt?.error ?? '') as StoredError;
    expect(error).toMatchObject({ code: 'outcome_unknown', actor: 'caller' });
    // What is known of the attempt is part of it.
    expect(error.message).toContain(told.message);
    expect(vendor.sent).toHaveLength(1);
  });

  it('sends an unknown outcome again where the caller asked for it', async () => {
    vendor.turns = [silence];
    const id = await post({ graceMs: 100, onUnknown: 'retry' });
    const row = await until(id, 'accepted');
    expect(vendor.sent.map(({ ref }) => ref)).toEqual([`${id}.1`, `${id}.2`]);
    expect(await eventTypes(row)).toContain('message.unknown');
  });

  it('lets a callback settle what is unknown', async () => {
    vendor.turns = [silence];
    const id = await post();
    await until(id, 'unknown');
    expect(await engine.take([evidence(id, 'delivered')])).toEqual([
      { duplicate: false, known: true },
    ]);
    await until(id, 'delivered');
  });

  it('corrects a failure that was only a guess, and says so', async () => {
    vendor.turns = [silence];
    const id = await post({ graceMs: 50 });
    await until(id, 'failed');
    await engine.take([evidence(id, 'read')]);
    const row = await until(id, 'read');
    expect(row.error).toBeNull();
    const [last] = (await store.eventsOf(row.position)).slice(-1);
    expect(last?.type).toBe('message.corrected');
    expect(JSON.parse(last?.data ?? '')).toMatchObject({ status: 'read', corrects: 'failed' });
  });

  it('changes nothing when the same callback comes again, or an older one later', async () => {
    const id = await post();
    await until(id, 'accepted');
    for (const status of ['read', 'read', 'delivered', 'sent'] as const) {
      await engine.take([evidence(id, status)]);
    }
    const row = await until(id, 'read');
    expect(await eventTypes(row)).toEqual(['message.queued', 'message.accepted', 'message.read']);
  });

  it('withdraws a queued retry when the first attempt turns out to be delivered', async () => {
    const entry = findError('meta', '131057');
    const id = await post();
    await until(id, 'accepted');
    senders.set(sender({ paused: true }));
    const failure = { code: 'unavailable' as const, entry, vendor: { code: '131057' } };
    await engine.take([{ ...evidence(id, 'failed'), failure }]);
    await until(id, 'queued');
    await engine.take([evidence(id, 'delivered')]);
    await until(id, 'delivered');
    senders.set(sender());
    await until(await post(), 'accepted');
    expect(vendor.sent).toHaveLength(2);
  });

  it('keeps an early callback until the acceptance comes', async () => {
    let answer!: () => void;
    const early = new Promise<void>((resolve) => (answer = resolve));
    vendor.turns = [
      async ({ ref }) => {
        await early;
        return { providerMessageId: `v-${ref}`, raw: {} };
      },
    ];
    const id = await post();
    const byVendorId = { ...evidence(id, 'delivered'), reference: undefined };
    const taken = await engine.take([{ ...byVendorId, providerIds: [`v-${id}.1`] }]);
    expect(taken).toEqual([{ duplicate: false, known: false }]);
    answer();
    await until(id, 'delivered', 15_000);
  }, 20_000);

  describe('where the vendor echoes no reference and its answer was lost', () => {
    beforeEach(() => {
      vendor.correlation = 'id';
    });

    const strange = (id: string, changes: Partial<Report> = {}): Report => ({
      ...evidence(id, 'sent'),
      reference: undefined,
      providerIds: ['g-1', 'wamid.1'],
      recipient: '+919876500001',
      ...changes,
    });

    async function lost(changes: Partial<NewMessage> = {}): Promise<string> {
      vendor.turns = [silence];
      const id = await post(changes);
      await until(id, 'unknown');
      return id;
    }

    it('infers the one attempt that a status with an unknown id can mean, says so, and knows the id from then on', async () => {
      const id = await lost();
      expect(await engine.take([strange(id)])).toEqual([{ duplicate: false, known: true }]);
      await engine.take([strange(id, { itemId: 'next', providerIds: ['g-1'], status: 'read' })]);
      const row = await until(id, 'read');
      const events = await store.eventsOf(row.position);
      const told = events.slice(-2).map(({ data }) => JSON.parse(data) as object);
      expect(told[0]).toEqual({ status: 'sent', attempt: 1, inferred: true });
      expect(told[1]).toEqual({ status: 'read', attempt: 1 });
    });

    it.each([
      ['+5511987654321', '+551187654321'],
      ['+525512345678', '+5215512345678'],
      ['+541123456789', '+5491123456789'],
    ])('infers it for %s where WhatsApp reports %s, and the other way round', async (a, b) => {
      for (const [recipient, reported] of [
        [a, b],
        [b, a],
      ] as const) {
        const id = await lost({ recipient });
        const ids = { itemId: id, providerIds: [`g-${id}`] };
        await engine.take([strange(id, { ...ids, recipient: reported })]);
        await until(id, 'sent');
      }
    });

    it('infers nothing where attempts to two forms of the number are open', async () => {
      const recipients = ['+5511987654321', '+551187654321'];
      const [id = '', other = ''] = [
        await lost({ recipient: recipients[0] }),
        await lost({ recipient: recipients[1] }),
      ];
      const taken = await engine.take([strange(id, { recipient: recipients[1] })]);
      expect(taken).toEqual([{ duplicate: false, known: false }]);
      for (const each of [id, other])
        expect(await store.find(each)).toMatchObject({ status: 'unknown' });
    });

    it('settles all that a batch says of it', async () => {
      const id = await lost();
      const items = (['sent', 'delivered', 'read'] as const).map((status) =>
        strange(id, { status, itemId: `${id}-${status}` }),
      );
      await engine.take(items);
      await until(id, 'read');
    });

    it.each([
      ['another recipient', { recipient: '+919876500002' }],
      ['a time before it was handed over', { at: Date.now() - 600_000 }],
      ['a time after its grace', { at: Date.now() + 600_000 }],
      ['a bill', { status: 'billed' as const }],
    ])('infers nothing from %s', async (_what, changes) => {
      const id = await lost();
      expect(await engine.take([strange(id, changes)])).toEqual([
        { duplicate: false, known: false },
      ]);
      expect(await store.find(id)).toMatchObject({ status: 'unknown' });
    });

    it('infers nothing where two attempts are open', async () => {
      const [a, b] = [await lost(), await lost()];
      expect(await engine.take([strange(a)])).toEqual([{ duplicate: false, known: false }]);
      for (const id of [a, b]) expect(await store.find(id)).toMatchObject({ status: 'unknown' });
    });

    it('infers nothing where others send from the number', async () => {
      senders.set(sender({ exclusive: false }));
      const id = await lost();
      expect(await engine.take([strange(id)])).toEqual([{ duplicate: false, known: false }]);
    });

    it('infers nothing where the vendor echoes our reference', async () => {
      const id = await lost();
      vendor.correlation = 'reference';
      expect(await engine.take([strange(id)])).toEqual([{ duplicate: false, known: false }]);
    });
  });

  it('waits for sendAt, and lets expiresAt end what was not handed over', async () => {
    const soon = Date.now() + 700;
    const later = await post({ dueAt: soon });
    await until(later, 'accepted');
    expect(vendor.sent[0]?.at).toBeGreaterThanOrEqual(soon);
    senders.set(sender({ paused: true }));
    const expiresAt = Date.now() + 300;
    const row = await until(await post({ expiresAt, giveUpAt: expiresAt }), 'expired');
    expect(JSON.parse(row.error ?? '')).toMatchObject({ code: 'expired' });
    expect(vendor.sent).toHaveLength(1);
  });

  it('keeps the queue of a paused sender, and sends it when the pause ends', async () => {
    senders.set(sender({ paused: true }));
    const ids = [await post(), await post()];
    await sleep(200);
    expect(vendor.sent).toHaveLength(0);
    senders.set(sender());
    for (const id of ids) await until(id, 'accepted');
  });

  it('does not burn the queue on an operator fault: it holds the sender, and a change resumes it', async () => {
    vendor.always = refuse({ code: 'unauthorized', scope: 'sender' });
    const ids: string[] = [];
    for (let i = 0; i < 20; i++) ids.push(await post({ recipient: `+1202555010${i % 10}` }));
    await until(ids[0] ?? '', ({ attempts, status }) => attempts > 0 && status === 'queued');
    for (const id of ids) await until(id, 'queued');
    const tried = vendor.sent.length;
    await sleep(300);
    expect(vendor.sent).toHaveLength(tried);
    vendor.always = ({ ref }) => ({ providerMessageId: `v-${ref}`, raw: {} });
    senders.set(sender());
    for (const id of ids) await until(id, 'accepted');
  });

  it('does not let a black hole swallow the backlog', async () => {
    senders.set(sender({ limits: { messagesPerSecond: 1_000, concurrency: 2, pairRate: false } }));
    await engine.stop(1_000);
    engine = await begin('two');
    vendor.always = silence;
    for (let i = 0; i < 100; i++) await post({ recipient: `+120255501${10 + (i % 90)}` });
    while (vendor.sent.length < 5) await sleep(10);
    await sleep(300);
    expect(vendor.sent.length).toBeLessThan(10);
  });

  it('keeps to the concurrency of the sender', async () => {
    senders.set(sender({ limits: { messagesPerSecond: 1_000, concurrency: 3, pairRate: false } }));
    await engine.stop(1_000);
    engine = await begin('two');
    const answers = new Gate();
    vendor.always = async ({ ref }) => {
      await answers.opened;
      return { providerMessageId: `v-${ref}`, raw: {} };
    };
    const ids: string[] = [];
    for (let i = 0; i < 20; i++) ids.push(await post({ recipient: `+120255501${10 + i}` }));
    while (vendor.sent.length < 3) await sleep(10);
    answers.open();
    for (const id of ids) await until(id, 'accepted');
    expect(vendor.mostAtOnce).toBe(3);
  });

  it('uses all of a concurrency that is larger than what a lane usually holds', async () => {
    const limits = { messagesPerSecond: 10_000, concurrency: 1_000, pairRate: false };
    senders.set(sender({ paused: true, limits }));
    const answers = new Gate();
    vendor.always = async ({ ref }) => {
      await answers.opened;
      return { providerMessageId: `v-${ref}`, raw: {} };
    };
    const rows = Array.from({ length: 1_200 }, (_, i) =>
      newMessage({ recipient: `+1202555${1_000 + i}`, giveUpAt: Date.now() + 600_000 }),
    );
    await engine.acceptEach(rows.map((row) => ({ row, message: MESSAGE })));
    await engine.stop(1_000);
    engine = await begin('two');
    senders.set(sender({ limits }));
    while (vendor.sent.length < 1_000) await sleep(10);
    answers.open();
    for (const row of rows) await until(row.id, 'accepted');
    expect(vendor.mostAtOnce).toBe(1_000);
  });

  it('finds after a crash what may have been sent, and sends on what was queued', async () => {
    vendor.always = () => new Promise(() => undefined);
    const lost = await post({ graceMs: 60_000 });
    await until(lost, 'sending');
    senders.set(sender({ paused: true }));
    const waiting = await post({ recipient: '+12025550177' });
    // The process dies: nothing is ended, nothing given back.
    void engine.stop(0);
    await store.close();
    store = await place.open();
    vendor.always = ({ ref }) => ({ providerMessageId: `v-${ref}`, raw: {} });
    senders.set(sender());
    engine = await begin('two');
    await until(lost, 'unknown', 20_000);
    await until(waiting, 'accepted', 20_000);
    expect(vendor.sent.filter(({ ref }) => ref.startsWith(lost))).toHaveLength(1);
  }, 45_000);

  it('ends what is under way before it stops, and takes up the rest later', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 50; i++) ids.push(await post({ recipient: `+120255501${10 + i}` }));
    await engine.stop(5_000);
    const sending = await Promise.all(ids.map((id) => store.find(id)));
    expect(sending.filter((row) => row?.status === 'sending')).toEqual([]);
    engine = await begin('two');
    for (const id of ids) await until(id, 'accepted');
    expect(vendor.sent).toHaveLength(50);
  });

  it('sends a backlog larger than its memory, each message once', async () => {
    senders.set(sender({ paused: true }));
    const now = Date.now();
    const rows = Array.from({ length: 3_000 }, (_, i) =>
      newMessage({
        recipient: `+1202555${String(1_000 + (i % 700))}`,
        createdAt: now,
        giveUpAt: now + 600_000,
      }),
    );
    for (let i = 0; i < rows.length; i += 500) {
      await engine.acceptEach(rows.slice(i, i + 500).map((row) => ({ row, message: MESSAGE })));
    }
    expect(engine.held).toBeLessThanOrEqual(1_000);
    senders.set(
      sender({ limits: { messagesPerSecond: 100_000, concurrency: 256, pairRate: false } }),
    );
    await engine.stop(1_000);
    engine = await begin('two');
    for (const row of rows.slice(-20)) await until(row.id, 'accepted', 30_000);
    for (const row of rows) await until(row.id, 'accepted');
    expect(vendor.sent).toHaveLength(3_000);
    expect(new Set(vendor.sent.map(({ ref }) => ref)).size).toBe(3_000);
  }, 60_000);
});

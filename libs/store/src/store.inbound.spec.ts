import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { addSenders, ENGINES, inbound, insertion, type StorePlace } from '../../../test/stores.js';
import type { InboundFilter, InboundRow } from './inbound.js';
import type { Store } from './store.js';

const AT = 1_760_000_000_000;

describe.each(ENGINES)('messages of users on %s', (_name, create) => {
  let place: StorePlace;
  let store: Store;

  beforeAll(async () => {
    place = await create();
    store = await place.open();
    await addSenders(store, 'shop-in', 'otp-in');
    await store.leases.tick('replica-1', 60_000);
  }, 60_000);
  afterAll(() => place.drop());

  /** A message of ours that callbacks know by this id. */
  async function sent(providerId: string, sender = 'shop-in'): Promise<string> {
    const { message } = insertion({ sender });
    const inserted = await store.insert({ message, events: [], sending: { epoch: 1 } });
    await store.finish({
      position: inserted.kind === 'inserted' ? inserted.position : 0,
      sender,
      to: 'accepted',
      error: null,
      settledAt: null,
      providerIds: [providerId],
      events: [],
      attempt: {
        n: 1,
        startedAt: AT,
        endedAt: AT,
        outcome: 'accepted',
        providerMessageId: providerId,
        error: null,
      },
    });
    return message.id;
  }

  async function found(id: string): Promise<InboundRow> {
    const row = await store.inbound.find(id);
    if (!row) throw new Error(`${id} is not there.`);
    return row;
  }

  async function eventsAbout(id: string) {
    const { rows } = await store.feed(null, null, 1_000);
    return rows.filter(({ data }) => (JSON.parse(data) as { id?: string }).id === id);
  }

  it('gives a message back as it was stored', async () => {
    const message = inbound({ userId: 'IN.1349', userName: 'A customer', wamid: 'wamid.1' });
    const received = await store.inbound.receive(message);
    expect(received).toEqual({ duplicate: false, id: message.id, answers: null });
    const { answered: _answered, media: _media, event: _event, ...kept } = message;
    expect(await found(message.id)).toEqual({
      ...kept,
      position: expect.any(Number),
      answers: null,
      media: null,
      mediaState: null,
      mediaAttempts: 0,
      mediaDueAt: null,
      mediaResult: null,
    });
    expect(await store.inbound.find('in_none')).toBeUndefined();
  });

  it('stores an item of a sender once and tells of it once, however often it comes', async () => {
    const message = inbound();
    const again = { ...message, id: inbound().id };
    const together = await Promise.all([
      store.inbound.receive(message),
      store.inbound.receive(again),
    ]);
    expect(together.map(({ duplicate }) => duplicate)).toEqual([false, true]);
    expect((await store.inbound.receive(again)).id).toBe(message.id);
    expect(await store.inbound.find(again.id)).toBeUndefined();
    expect(await eventsAbout(message.id)).toMatchObject([
      { type: 'message.received', sender: 'shop-in', message: null, sequence: 0, at: message.at },
    ]);
    expect(await eventsAbout(again.id)).toEqual([]);
    const elsewhere = inbound({ sender: 'otp-in', itemId: message.itemId });
    expect((await store.inbound.receive(elsewhere)).duplicate).toBe(false);
  });

  it('finds the answered message by our reference first, then by the ids in their order', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const [a, b] = [await sent(first), await sent(second)];
    const byId = inbound({ answered: { messageId: null, providerIds: ['none', second, first] } });
    expect((await store.inbound.receive(byId)).answers).toBe(b);
    const byReference = inbound({ answered: { messageId: a, providerIds: [second] } });
    expect((await store.inbound.receive(byReference)).answers).toBe(a);
    expect((await found(byReference.id)).answers).toBe(a);
    const [event] = await eventsAbout(byReference.id);
    expect(JSON.parse(event?.data ?? '{}')).toEqual({ id: byReference.id, answers: a });
  });

  it("never ties an answer to another sender's message", async () => {
    const known = randomUUID();
    const messageId = await sent(known, 'otp-in');
    const answered = { messageId, providerIds: [known] };
    expect((await store.inbound.receive(inbound({ answered }))).answers).toBeNull();
  });

  it('finds the answered message later, where its id is learned later, and gives up on old ones', async () => {
    const [early, never] = [randomUUID(), randomUUID()];
    const answer = (id: string, receivedAt: number) =>
      inbound({ receivedAt, answered: { messageId: null, providerIds: [id] } });
    const [waits, old] = [answer(early, AT), answer(never, AT - 1)];
    await store.inbound.receive(waits);
    await store.inbound.receive(old);
    expect(await store.inbound.resolveAnswers(AT)).toBe(0);
    const [messageId, tooLate] = [await sent(early), await sent(never)];
    expect(tooLate).not.toBe(messageId);
    expect(await store.inbound.resolveAnswers(AT)).toBe(1);
    expect((await found(waits.id)).answers).toBe(messageId);
    expect((await found(old.id)).answers).toBeNull();
  });

  it('lists the newest first, page by page, by sender, user, type and time', async () => {
    const base = { sender: 'list', receivedAt: AT };
    const messages = [
      inbound({ ...base, userPhone: '+919876500007', type: 'text' }),
      inbound({ ...base, userPhone: null, userId: 'IN.77', type: 'image' }),
      inbound({ ...base, receivedAt: AT + 5, type: 'text' }),
    ];
    for (const message of messages) await store.inbound.receive(message);
    const [first, second, third] = messages.map(({ id }) => id);
    const list = async (filter: InboundFilter) => {
      const { rows } = await store.inbound.list({ senders: ['list'], ...filter }, { limit: 10 });
      return rows.map(({ id }) => id);
    };
    expect(await list({})).toEqual([third, second, first]);
    expect(await list({ from: '+919876500007' })).toEqual([first]);
    expect(await list({ from: 'IN.77' })).toEqual([second]);
    expect(await list({ type: 'text' })).toEqual([third, first]);
    expect(await list({ since: AT + 5 })).toEqual([third]);
    expect(await list({ until: AT + 5 })).toEqual([second, first]);
    expect(await list({ senders: [] })).toEqual([]);
    expect(await list({ senders: ['list', 'other'] })).toEqual([third, second, first]);
    const page = await store.inbound.list({ senders: ['list'] }, { limit: 2 });
    expect(page.rows.map(({ id }) => id)).toEqual([third, second]);
    const rest = await store.inbound.list(
      { senders: ['list'] },
      { limit: 2, before: page.next ?? 0 },
    );
    expect(rest.rows.map(({ id }) => id)).toEqual([first]);
    expect(rest.next).toBeNull();
  });

  describe('with files', () => {
    const media = { source: '{"url":"https://files.example.com/1"}', state: 'waiting' } as const;

    it('gives a file to one who fetches, until the claim runs out', async () => {
      const message = inbound({ media });
      await store.inbound.receive(message);
      const claims = await Promise.all(
        [1, 2].map(() => store.inbound.claimMedia({ ttlMs: 60_000, limit: 5 })),
      );
      const [claimed] = claims.flat();
      expect(claims.flat()).toHaveLength(1);
      expect(claimed).toMatchObject({ id: message.id, mediaState: 'waiting', mediaAttempts: 1 });
      const { position = 0 } = claimed ?? {};
      const tried = {
        position,
        n: 1,
        state: 'waiting',
        inMs: -1,
        result: '{"reason":"x"}',
      } as const;
      expect(await store.inbound.endMedia(tried)).toBe(true);
      const [again] = await store.inbound.claimMedia({ ttlMs: -1, limit: 5 });
      expect(again).toMatchObject({
        id: message.id,
        mediaAttempts: 2,
        mediaResult: '{"reason":"x"}',
      });
      const [taken] = await store.inbound.claimMedia({ ttlMs: 60_000, limit: 5 });
      expect(taken).toMatchObject({ id: message.id, mediaAttempts: 3 });
      const stored = { position, state: 'stored', result: '{"size":3}' } as const;
      expect(await store.inbound.endMedia({ ...stored, n: 2 })).toBe(false);
      expect(await store.inbound.endMedia({ ...stored, n: 3 })).toBe(true);
      expect(await found(message.id)).toMatchObject({
        mediaState: 'stored',
        mediaDueAt: null,
        mediaResult: '{"size":3}',
        media: media.source,
      });
      expect(await store.inbound.claimMedia({ ttlMs: 1, limit: 5 })).toEqual([]);
    });

    it('leaves alone what is only linked', async () => {
      await store.inbound.receive(inbound({ media: { ...media, state: 'linked' } }));
      expect(await store.inbound.claimMedia({ ttlMs: 1, limit: 5 })).toEqual([]);
    });
  });
});

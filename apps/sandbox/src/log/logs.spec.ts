import { afterEach, describe, expect, it } from '@jest/globals';
import { createSandbox, type Sandbox } from '../sandbox.js';
import { GUPSHUP, KALEYRA, textTo, toGupshup, toKaleyra, USER } from '../testing/vendor-calls.js';
import { RingBuffer } from './ring-buffer.js';

const numbersIn = (ring: RingBuffer<number>): number[] => [...ring.after(0)];

describe('a ring buffer', () => {
  it('keeps the last entries and numbers on', () => {
    const dropped: number[] = [];
    const ring = new RingBuffer<number>({ entries: 3, bytes: 1000 }, (item) => dropped.push(item));
    for (let count = 0; count < 10; count += 1) ring.add((seq) => seq);
    expect(numbersIn(ring)).toEqual([8, 9, 10]);
    expect([...ring.after(9)]).toEqual([10]);
    expect([...ring.after(10)]).toEqual([]);
    expect([ring.total, ring.size]).toEqual([10, 3]);
    expect(dropped).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('keeps no more bytes than it may, but always the newest entry', () => {
    const ring = new RingBuffer<number>({ entries: 100, bytes: 10 });
    for (let count = 0; count < 4; count += 1) ring.add((seq) => seq, 4);
    expect(numbersIn(ring)).toEqual([3, 4]);
    ring.grow(4, 100);
    expect(numbersIn(ring)).toEqual([4]);
    ring.grow(1, 100);
    ring.add((seq) => seq, 1);
    expect(numbersIn(ring)).toEqual([5]);
  });

  it('is empty after it was cleared, and numbers on', () => {
    const ring = new RingBuffer<number>({ entries: 5, bytes: 10 });
    ring.add((seq) => seq, 4);
    ring.clear();
    expect(numbersIn(ring)).toEqual([]);
    ring.add((seq) => seq, 4);
    expect(numbersIn(ring)).toEqual([2]);
  });
});

describe('the message log', () => {
  let sandbox: Sandbox;
  afterEach(() => sandbox.close());

  it('holds what arrived in order: the exact body, no secret, and the answer', async () => {
    sandbox = await createSandbox({ clock: { now: () => 1_700_000_000_000 } });
    const body = `{ "messaging_product" : "whatsapp",\n "to":"${USER}","type":"text","text":{"body":"h\\u00e9 ✓"}}`;
    const answer = await (await toGupshup(sandbox, { body })).text();
    await toKaleyra(sandbox);
    const [first, second] = sandbox.messages();
    const at = '2023-11-14T22:13:20.000Z';
    expect(first).toMatchObject({
      seq: 1,
      provider: 'gupshup',
      account: GUPSHUP.appId,
      method: 'POST',
      path: `/partner/app/${GUPSHUP.appId}/v3/message`,
      receivedAt: at,
      requestRead: true,
      readAt: at,
      rawBody: body,
      to: USER,
      type: 'text',
      accepted: true,
      messageId: (JSON.parse(answer) as { messages: { id: string }[] }).messages[0]?.id,
      wamid: expect.stringMatching(/^wamid\./),
      answered: { at, status: 200, body: answer },
    });
    expect(first?.headers).toMatchObject({
      authorization: '[secret]',
      'content-type': 'application/json',
    });
    expect(second).toMatchObject({ seq: 2, provider: 'kaleyra', account: KALEYRA.sid });
    expect(second?.headers['api-key']).toBe('[secret]');
    const shown = JSON.stringify(sandbox.messages());
    expect(shown).not.toContain(GUPSHUP.token);
    expect(shown).not.toContain(KALEYRA.apiKey);
  });

  it('keeps bytes that are no text as base64 too', async () => {
    sandbox = await createSandbox();
    await fetch(`${sandbox.url}/partner/app/${GUPSHUP.appId}/v3/message`, {
      method: 'POST',
      body: Buffer.from([0xff, 0xfe, 0x00]),
    });
    expect(sandbox.messages()[0]?.rawBodyBase64).toBe('//4A');
  });

  it('is bounded, and filtered by recipient, provider, account and number', async () => {
    sandbox = await createSandbox({ logEntries: 3 });
    for (const to of ['447700900101', '447700900102', '447700900103']) {
      await toGupshup(sandbox, { body: textTo(to) });
    }
    await toKaleyra(sandbox, { body: { messaging_object: textTo('+447700900102') } });
    const numbers = (filter?: Parameters<Sandbox['messages']>[0]) =>
      sandbox.messages(filter).map(({ seq }) => seq);
    expect(numbers()).toEqual([2, 3, 4]);
    expect(numbers({ to: '+44 7700 900102' })).toEqual([2, 4]);
    expect(numbers({ to: '+447700900102', provider: 'kaleyra' })).toEqual([4]);
    expect(numbers({ account: GUPSHUP.appId, limit: 1 })).toEqual([2]);
    expect(numbers({ after: 3 })).toEqual([4]);
    expect(sandbox.received).toBe(4);
    sandbox.clearMessages();
    expect(numbers()).toEqual([]);
  });
});

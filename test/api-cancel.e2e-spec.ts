import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Gate } from './support/gate.js';
import { GOOD, startGateway, type Gateway } from './support/gateway.js';

/** A time at which nothing is sent while the tests run. */
const LATER = new Date(Date.now() + 3_600_000).toISOString();

describe('cancelling', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({
      sender: { limits: { messagesPerSecond: 200, concurrency: 8, pairRate: false } },
    });
  });

  afterAll(() => gateway.close());

  beforeEach(() => {
    gateway.vendor.will({ status: 202, json: { id: 'v-1' } });
  });

  function cancel(id: string): Promise<Response> {
    return gateway.postTo(`/v1/messages/${id}/cancel`, {});
  }

  async function cancelAll(filter: object): Promise<unknown> {
    const response = await gateway.postTo('/v1/messages/cancel', filter);
    expect(response.status).toBe(200);
    return response.json();
  }

  it('a queued message ends it, and it is never sent', async () => {
    await gateway.postTo('/v1/senders/shop/pause', {});
    const id = await gateway.send();
    const response = await cancel(id);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ id, status: 'canceled' });
    const message = await gateway.get<{ events: { type: string }[] }>(`/v1/messages/${id}`);
    expect(message).toMatchObject({
      status: 'canceled',
      settledAt: expect.any(String),
      attempts: [],
    });
    expect(message.events.map(({ type }) => type)).toEqual(['message.queued', 'message.canceled']);
    await gateway.postTo('/v1/senders/shop/resume', {});
    await gateway.until(await gateway.send(), 'accepted');
    expect(gateway.vendor.received).toBe(1);
  });

  it('any other message is refused with the status that it has', async () => {
    const id = await gateway.send();
    await gateway.until(id, 'accepted');
    const response = await cancel(id);
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({
      code: 'not_cancelable',
      messageStatus: 'accepted',
    });
  });

  it('a message twice at the same time succeeds once', async () => {
    const id = await gateway.send({ ...GOOD, sendAt: LATER });
    const statuses = (await Promise.all([cancel(id), cancel(id), cancel(id)])).map(
      ({ status }) => status,
    );
    expect(statuses.sort()).toEqual([200, 409, 409]);
  });

  it('while messages are being sent, each is either canceled or sent', async () => {
    // The vendor answers nothing before the first cancel has succeeded: until then no more than eight can be sent.
    const answers = new Gate();
    gateway.vendor.will({ status: 202, json: { id: 'v-1' }, after: answers.opened });
    const message = { ...GOOD, ordered: false };
    const ids = await Promise.all(Array.from({ length: 60 }, () => gateway.send(message)));
    await gateway.vendor.arrival();
    const canceled: string[] = [];
    for (const id of ids.toReversed()) {
      if ((await cancel(id)).status === 200) canceled.push(id);
      if (canceled.length > 0) answers.open();
    }
    const sent = ids.filter((id) => !canceled.includes(id));
    for (const id of sent) await gateway.until(id, 'accepted');
    for (const id of canceled) await gateway.until(id, 'canceled');
    const references = gateway.vendor.requests.map(({ body }) => {
      const { reference } = JSON.parse(body.toString()) as { reference: string };
      return reference.replace(/\.1$/, '');
    });
    expect(references.sort()).toEqual(sent.sort());
    expect(canceled.length).toBeGreaterThan(0);
    expect(sent.length).toBeGreaterThan(0);
  });

  it('by filter ends what fits and is queued, and counts it', async () => {
    const mine = { ...GOOD, sendAt: LATER, reference: 'campaign', category: 'marketing' };
    const messages = Array.from({ length: 600 }, () => mine);
    await gateway.postTo('/v1/messages/batch', { messages });
    const kept = await gateway.send({ ...mine, category: 'utility' });
    const stall = await gateway.send({ ...mine, sender: 'stall' });
    const filter = { reference: 'campaign', category: 'marketing', sender: 'shop' };
    expect(await cancelAll(filter)).toEqual({ canceled: 600, missed: 0, done: true });
    expect(await cancelAll(filter)).toEqual({ canceled: 0, missed: 0, done: true });
    for (const id of [kept, stall]) {
      expect(await gateway.get(`/v1/messages/${id}`)).toMatchObject({ status: 'queued' });
    }
    expect(await cancelAll({ sender: 'stall', status: 'queued' })).toMatchObject({ canceled: 1 });
    expect(await cancelAll({ reference: 'campaign' })).toMatchObject({ canceled: 1 });
  });

  it('by template ends only messages that use it', async () => {
    const template = (name: string) => ({
      to: '+919876500001',
      type: 'template',
      template: { name, language: { code: 'en_US' } },
    });
    const send = (name: string) =>
      gateway.send({ ...GOOD, sendAt: LATER, message: template(name) });
    const [wrong, right] = [await send('wrong_offer'), await send('right_offer')];
    expect(await cancelAll({ template: 'wrong_offer' })).toMatchObject({ canceled: 1 });
    expect(await gateway.get(`/v1/messages/${wrong}`)).toMatchObject({ status: 'canceled' });
    expect(await gateway.get(`/v1/messages/${right}`)).toMatchObject({ status: 'queued' });
  });

  it.each([
    [{}, ['']],
    [{ status: 'queued' }, ['']],
    [{ sender: 'shop', status: 'sent' }, ['status']],
    [{ sender: 7 }, ['sender']],
    [{ refrence: 'campaign' }, ['refrence']],
    [{ category: 'spam' }, ['category']],
    [{ sender: 'shop', reference: null }, ['reference']],
    [
      { sender: null, reference: null, category: null, template: null, status: null },
      ['sender', 'reference', 'category', 'template', 'status'],
    ],
  ])('by the filter %j is refused', async (filter, paths) => {
    const response = await gateway.postTo('/v1/messages/cancel', filter);
    expect(response.status).toBe(422);
    const { errors } = (await response.json()) as { errors: { path: string }[] };
    expect(errors.map(({ path }) => path)).toEqual(paths);
  });

  it('by a sender that is not there is refused, as a message of it is', async () => {
    const response = await gateway.postTo('/v1/messages/cancel', { sender: 'shpo' });
    expect(response.status).toBe(422);
    const problem = await response.json();
    expect(problem).toMatchObject({ code: 'unknown_sender', errors: [{ path: 'sender' }] });
    const sent = await gateway.post({ ...GOOD, sender: 'shpo' });
    expect(problem).toEqual(await sent.json());
  });

  it("by filter leaves other callers' senders alone", async () => {
    const id = await gateway.send({ ...GOOD, sendAt: LATER, reference: 'theirs' });
    const made = await gateway.postTo('/v1/keys', {
      name: 'stall',
      scopes: ['messages:send'],
      senders: ['stall'],
    });
    const { key } = (await made.json()) as { key: string };
    const cancelTheirs = (filter: object) =>
      gateway.postTo('/v1/messages/cancel', filter, { authorization: `Bearer ${key}` });
    const response = await cancelTheirs({ reference: 'theirs' });
    expect(await response.json()).toEqual({ canceled: 0, missed: 0, done: true });
    const named = await cancelTheirs({ sender: 'shop' });
    expect(await named.json()).toMatchObject({ status: 422, code: 'unknown_sender' });
    expect(await gateway.get(`/v1/messages/${id}`)).toMatchObject({ status: 'queued' });
  });
});

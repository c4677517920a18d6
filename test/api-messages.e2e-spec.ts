import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GOOD, startGateway, TEXT, type Gateway } from './support/gateway.js';

interface Page {
  readonly data: readonly { readonly id: string; readonly sender: string }[];
  readonly nextCursor: string | null;
}

/** A time at which nothing is sent while the tests run. */
const LATER = new Date(Date.now() + 3_600_000).toISOString();

describe('messages', () => {
  let gateway: Gateway;
  let stallKey: string;

  beforeAll(async () => {
    gateway = await startGateway();
    const made = await gateway.postTo('/v1/keys', {
      name: 'stall',
      scopes: ['messages:send', 'messages:read'],
      senders: ['stall'],
    });
    stallKey = ((await made.json()) as { key: string }).key;
  });

  afterAll(() => gateway.close());

  function asStall(path: string, method = 'GET'): Promise<Response> {
    return fetch(gateway.url + path, { method, headers: { 'x-api-key': stallKey } });
  }

  async function idsOf(query: string): Promise<string[]> {
    return (await gateway.get<Page>(`/v1/messages?${query}`)).data.map(({ id }) => id);
  }

  it('are shown with their content, attempts and events', async () => {
    const id = await gateway.send({
      ...GOOD,
      reference: 'shown',
      labels: ['spring'],
      category: 'utility',
      priority: 'high',
      ordered: false,
      unknownGraceSeconds: 60,
    });
    await gateway.until(id, 'accepted');
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(await gateway.get(`/v1/messages/${id}`)).toEqual({
      id,
      status: 'accepted',
      sender: 'shop',
      to: '+919876500001',
      type: 'text',
      category: 'utility',
      priority: 'high',
      ordered: false,
      labels: ['spring'],
      reference: 'shown',
      attemptCount: 1,
      providerMessageId: 'v-1',
      createdAt: time,
      message: { messaging_product: 'whatsapp', recipient_type: 'individual', ...TEXT },
      onUnknown: 'fail',
      unknownGraceSeconds: 60,
      attempts: [
        { n: 1, startedAt: time, endedAt: time, outcome: 'accepted', providerMessageId: 'v-1' },
      ],
      charges: [],
      events: [
        event(id, 1, 'message.queued', { status: 'queued' }),
        event(id, 2, 'message.accepted', {
          status: 'accepted',
          attempt: 1,
          providerMessageId: 'v-1',
        }),
      ],
    });
  });

  it('are found by what is asked for, and by nothing else', async () => {
    const to = '+442079460000';
    const mine = { ...GOOD, sendAt: LATER, reference: 'filtered' };
    const one = await gateway.send({ ...mine, message: { ...TEXT, to } });
    const other = await gateway.send({ ...mine, sender: 'stall' });
    expect(await idsOf('reference=filtered')).toEqual([other, one]);
    expect(await idsOf('reference=filtered&sender=shop')).toEqual([one]);
    expect(await idsOf(`to=${encodeURIComponent(to)}`)).toEqual([one]);
    expect(await idsOf(`to=${to}`)).toEqual([one]);
    expect(await idsOf('reference=filtered&status=queued,failed')).toEqual([other, one]);
    expect(await idsOf('reference=filtered&status=failed&status=sent')).toEqual([]);
    expect(await idsOf(`reference=filtered&since=${LATER}`)).toEqual([]);
    expect(await idsOf(`reference=filtered&until=${LATER}`)).toEqual([other, one]);
    expect(await idsOf('sender=nobody')).toEqual([]);
  });

  it('are found by what a cancellation would end, before it does', async () => {
    const template = { name: 'weekend_offer', language: { code: 'en_US' } };
    const message = { to: TEXT.to, type: 'template', template };
    const mine = { ...GOOD, sendAt: LATER, message, category: 'marketing' };
    const one = await gateway.send(mine);
    const other = await gateway.send({ ...mine, category: 'utility' });
    expect(await idsOf('template=weekend_offer')).toEqual([other, one]);
    const filter = { template: 'weekend_offer', category: 'marketing' };
    expect(await idsOf(String(new URLSearchParams(filter)))).toEqual([one]);
    await gateway.postTo('/v1/messages/cancel', filter);
    expect(await idsOf('template=weekend_offer&status=queued')).toEqual([other]);
  });

  it('come in pages that stay as they are while messages come in', async () => {
    const mine = { ...GOOD, sendAt: LATER, reference: 'paged' };
    const ids: string[] = [];
    for (let n = 0; n < 7; n++) ids.unshift(await gateway.send(mine));
    const seen: string[] = [];
    let cursor = '';
    for (;;) {
      const page = await gateway.get<Page>(`/v1/messages?reference=paged&limit=3${cursor}`);
      seen.push(...page.data.map(({ id }) => id));
      await gateway.send(mine);
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual(ids);
  });

  it.each([
    ['limit=0', ['limit']],
    ['limit=501', ['limit']],
    ['limit=ten', ['limit']],
    ['limit=1&limit=2', ['limit']],
    ['cursor=17', ['cursor']],
    ['cursor=mzzzzzzzzzzzzz', ['cursor']],
    ['status=gone', ['status']],
    ['status=queued,gone', ['status']],
    ['to=0791', ['to']],
    ['since=yesterday', ['since']],
    ['until=2027-01-01', ['until']],
    ['sender=', ['sender']],
    ['category=spam', ['category']],
    ['template=', ['template']],
    ['staus=queued&limit=x', ['staus', 'limit']],
  ])('are not listed for %s', async (query, paths) => {
    const response = await asStall(`/v1/messages?${query}`);
    expect(response.status).toBe(422);
    const { errors } = (await response.json()) as { errors: { path: string }[] };
    expect(errors.map(({ path }) => path)).toEqual(paths);
  });

  it('are not listed for a parameter that is given twice, which is what the problem says', async () => {
    const response = await asStall('/v1/messages?sender=shop&sender=stall');
    expect(await response.json()).toMatchObject({
      errors: [{ path: 'sender', message: '`sender` must be given once.' }],
    });
  });

  it('are not there for a key that does not reach their sender', async () => {
    const mine = { ...GOOD, sendAt: LATER, reference: 'foreign' };
    const id = await gateway.send(mine);
    const foreign = await asStall(`/v1/messages/${id}`);
    const missing = await asStall(`/v1/messages/msg_${'0'.repeat(32)}`);
    expect([foreign.status, missing.status]).toEqual([404, 404]);
    expect(await foreign.json()).toEqual(await missing.json());
    expect((await asStall(`/v1/messages/${id}/cancel`, 'POST')).status).toBe(404);
    const list = (await (await asStall('/v1/messages?sender=shop')).json()) as Page;
    expect(list.data).toEqual([]);
    const all = (await (await asStall('/v1/messages')).json()) as Page;
    expect(new Set(all.data.map(({ sender }) => sender))).toEqual(new Set(['stall']));
    const sent = await gateway.post(GOOD, { authorization: `Bearer ${stallKey}` });
    const unknown = await gateway.post(
      { ...GOOD, sender: 'nobody' },
      { authorization: `Bearer ${stallKey}` },
    );
    expect(sent.status).toBe(422);
    expect(await sent.json()).toEqual(await unknown.json());
  });
});

function event(messageId: string, sequence: number, type: string, data: object): object {
  return {
    id: expect.stringMatching(/^evt_\d+$/),
    type,
    sequence,
    sender: 'shop',
    messageId,
    at: expect.any(String),
    data,
  };
}

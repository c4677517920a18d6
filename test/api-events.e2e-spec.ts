import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GOOD, startGateway, type Gateway } from './support/gateway.js';

interface Feed {
  readonly data: readonly {
    readonly id: string;
    readonly type: string;
    readonly sender: string;
    readonly messageId: string;
    readonly sequence: number;
  }[];
  readonly nextCursor: string;
}

describe('GET /v1/events', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway();
  });

  afterAll(() => gateway.close());

  /** Everything from a cursor on, in pages of two. */
  async function readAll(after = ''): Promise<{ events: Feed['data'][number][]; cursor: string }> {
    const events: Feed['data'][number][] = [];
    let cursor = after;
    for (;;) {
      const from = cursor === '' ? '' : `&after=${cursor}`;
      const page = await gateway.get<Feed>(`/v1/events?limit=2${from}`);
      events.push(...page.data);
      cursor = page.nextCursor;
      if (page.data.length === 0) return { events, cursor };
    }
  }

  it('gives all events of all messages once, each message in order, and goes on from its end', async () => {
    const ids = [];
    for (let n = 0; n < 3; n++) ids.push(await gateway.send());
    for (const id of ids) await gateway.until(id, 'accepted');
    const { events, cursor } = await readAll();
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    for (const id of ids) {
      const own = events.filter(({ messageId }) => messageId === id);
      expect(own.map(({ type }) => type)).toEqual(['message.queued', 'message.accepted']);
      expect(own.map(({ sequence }) => sequence)).toEqual([1, 2]);
    }
    const next = await gateway.send({ ...GOOD, sender: 'stall' });
    await gateway.until(next, 'accepted');
    const later = await readAll(cursor);
    expect(later.events.map(({ messageId }) => messageId)).toEqual([next, next]);
  });

  it("tells a key of its own senders' events only", async () => {
    const scopes = ['messages:read'];
    const made = await gateway.postTo('/v1/keys', { name: 'stall', scopes, senders: ['stall'] });
    const { key } = (await made.json()) as { key: string };
    const response = await fetch(`${gateway.url}/v1/events`, { headers: { 'x-api-key': key } });
    const { data } = (await response.json()) as Feed;
    expect(new Set(data.map(({ sender }) => sender))).toEqual(new Set(['stall']));
  });

  it.each(['after=abc', 'after=1', 'limit=0', 'limit=1001', 'since=1'])(
    'refuses %s',
    async (query) => {
      await expect(gateway.get(`/v1/events?${query}`)).rejects.toThrow(/422.*validation_failed/);
    },
  );
});

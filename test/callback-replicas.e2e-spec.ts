import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createDatabase } from './postgres.js';
import { SandboxGateway } from './support/sandbox-gateway.js';

jest.setTimeout(60_000);

describe('two replicas that are told the same at once', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let one: SandboxGateway;
  let two: SandboxGateway;

  beforeAll(async () => {
    database = await createDatabase();
    one = await SandboxGateway.start({
      settings: {
        DATABASE_URL: database.url,
        SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
      },
    });
    two = await one.replica();
  });
  afterAll(async () => {
    await two.app.close();
    await one.close();
    await database.drop();
  });

  /** Has both told everything that the sandbox has told of late, all at once and twice. */
  async function tellBoth(after: number): Promise<void> {
    const told = one.sandbox.callbacks({ after });
    const knocks = [...told, ...told].flatMap(({ url, body }) =>
      [one, two].map((gateway) => gateway.knock(gateway.url + new URL(url).pathname, body)),
    );
    const answers = await Promise.all(knocks);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const pending = () => one.api.get<{ data: unknown[] }>('/v1/callbacks?outcome=pending');
    while ((await pending()).body.data.length > 0);
  }

  it('apply it once: one event for each status, one for a message of a user', async () => {
    const id = await one.send('gupshup');
    const before = await one.until(id, 'read');
    const account = one.sandbox.accounts.gupshup[0]?.appId ?? '';
    const from = '+919876500002';
    await one.sandbox.inbound({ provider: 'gupshup', account, from, text: { body: 'Hello' } });
    await tellBoth(0);
    const after = await two.message(id);
    expect(after).toEqual(before);
    expect(new Set(after.events.map(({ type }) => type)).size).toBe(after.events.length);
    const { body: inbound } = await two.api.get<{ data: unknown[] }>('/v1/inbound');
    expect(inbound.data).toHaveLength(1);
    const { body: feed } = await two.api.get<{ data: { type: string }[] }>('/v1/events?limit=1000');
    expect(feed.data.filter(({ type }) => type === 'message.received')).toHaveLength(1);
  });

  it('apply it once also where it is new to both', async () => {
    one.sandbox.clearCallbacks();
    const ids = await Promise.all(Array.from({ length: 20 }, () => two.send('kaleyra')));
    for (const id of ids) await two.until(id, 'accepted');
    const statuses = ['sent', 'delivered', 'read'] as const;
    for (const { messageId, provider } of one.sandbox.messages()) {
      if (provider !== 'kaleyra' || messageId === undefined) continue;
      const calls = statuses.flatMap((status) =>
        [one, two].map((gateway) =>
          gateway.knock(gateway.url + new URL(one.door('kaleyra')).pathname, {
            ...{ status, message_id: messageId, extra_info: { message_id: messageId } },
          }),
        ),
      );
      await Promise.all(calls);
    }
    for (const id of ids) {
      const { events } = await two.until(id, 'read');
      const types = events.map(({ type }) => type);
      expect(new Set(types).size).toBe(types.length);
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1));
    }
  });
});

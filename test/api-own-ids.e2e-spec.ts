import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GOOD, startGateway, TEXT, type Gateway } from './support/gateway.js';

describe("an id of the gateway's own", () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway();
  });

  afterAll(() => gateway.close());

  const MINE = `msg_${'0'.repeat(32)}`;
  const THEIRS = `in_${'0'.repeat(32)}`;
  const reaction = (message_id: string) => ({
    ...GOOD,
    message: { to: TEXT.to, type: 'reaction', reaction: { message_id, emoji: '👍' } },
  });
  const reply = (message_id: string) => ({
    ...GOOD,
    message: { ...TEXT, context: { message_id } },
  });

  it.each([
    ['replied', 'message.context.message_id', reply(MINE)],
    ['replied', 'message.context.message_id', reply(THEIRS)],
    ['reacted', 'message.reaction.message_id', reaction(MINE)],
    ['reacted', 'message.reaction.message_id', reaction(THEIRS)],
  ])('cannot be %s to, for no vendor knows it', async (_how, path, body) => {
    const refused = {
      status: 422,
      code: 'validation_failed',
      errors: [{ path, message: expect.stringContaining('`wamid`') }],
    };
    for (const route of ['/v1/messages', '/v1/messages/validate']) {
      expect(await (await gateway.postTo(route, body)).json()).toMatchObject(refused);
    }
    const batch = await gateway.postTo('/v1/messages/batch', { messages: [body] });
    expect(await batch.json()).toMatchObject({ results: [{ error: refused }] });
  });

  it('is what only looks like one where a vendor gives it', async () => {
    for (const body of [reply('msg_7'), reaction('wamid.in_00')]) {
      expect((await gateway.postTo('/v1/messages/validate', body)).status).toBe(200);
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_ACCOUNTS } from 'waypost/sandbox';
import { SandboxGateway, SENDERS } from './support/sandbox-gateway.js';

const types = (message: { readonly events: readonly { readonly type: string }[] }) =>
  message.events.map(({ type }) => type);

describe('callbacks of the vendors', () => {
  let gateway: SandboxGateway;

  beforeAll(async () => {
    gateway = await SandboxGateway.start();
  });
  afterAll(() => gateway.close());

  it.each(SENDERS)('of %s bring a message to read, with its whole timeline', async (sender) => {
    const message = await gateway.until(await gateway.send(sender), 'read');
    expect(types(message)).toEqual([
      'message.queued',
      'message.accepted',
      'message.sent',
      'message.delivered',
      'message.read',
    ]);
    expect(message.events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
  });

  it.each(SENDERS)(
    'of %s that come twice, reversed or batched change nothing else',
    async (sender) => {
      for (const to of ['+12025550150', '+12025550151', '+12025550153']) {
        const message = await gateway.until(await gateway.send(sender, to), 'read');
        const told = types(message);
        expect(new Set(told).size).toBe(told.length);
        expect(told.at(-1)).toBe('message.read');
      }
    },
  );

  it.each(SENDERS)('of %s that come before the answer wait for it', async (sender) => {
    await gateway.until(await gateway.send(sender, '+12025550152'), 'read');
  });

  it.each(SENDERS)('of %s may skip steps', async (sender) => {
    const message = await gateway.until(await gateway.send(sender, '+12025550155'), 'read');
    expect(types(message)).not.toContain('message.delivered');
  });

  it('fail a message with the dictionary’s remedy', async () => {
    const message = await gateway.until(await gateway.send('gupshup', '+12025550130'), 'failed');
    expect(message.error).toMatchObject({
      code: 'rejected',
      remedy: expect.any(String),
      vendor: { code: '131026' },
    });
    const notSent = await gateway.until(await gateway.send('kaleyra', '+12025550142'), 'failed');
    expect(notSent.error).toMatchObject({ remedy: expect.any(String) });
  });

  it('settle a message whose answer was lost: by our reference, or by inference', async () => {
    const [byReference, inferred] = [
      await gateway.until(await gateway.send('kaleyra', '+12025550121'), 'read'),
      await gateway.until(await gateway.send('gupshup', '+12025550121'), 'read'),
    ];
    expect(types(byReference)).toContain('message.unknown');
    const told = (inferred.events as readonly { data?: { inferred?: boolean } }[]).filter(
      ({ data }) => data?.inferred,
    );
    expect(told).toHaveLength(1);
  });

  it('are answered with 200 and not one byte', async () => {
    const answer = await gateway.knock(gateway.door('gupshup'), { entry: [] });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-length')).toBe('0');
    expect(await answer.text()).toBe('');
  });

  it('are taken by GET', async () => {
    gateway.register('kaleyra', { method: 'GET' });
    const message = await gateway.until(await gateway.send('kaleyra'), 'read');
    expect(types(message)).toContain('message.delivered');
    gateway.register('kaleyra');
  });

  it.each([
    ['an unknown sender', (url: string) => url.replace('/gupshup/', '/nobody/')],
    ['another sender’s token', (url: string) => url.replace('/gupshup/', '/kaleyra/')],
    ['a token that is a little off', (url: string) => `${url.slice(0, -1)}_`],
    ['a token that is too long', (url: string) => `${url}0`],
  ])('are refused with 404 and nothing else for %s', async (_what, change) => {
    const before = (await gateway.counts())['unknown request not_found'] ?? 0;
    const answer = await gateway.knock(change(gateway.door('gupshup')), {});
    expect([answer.status, await answer.text()]).toEqual([404, '']);
    expect((await gateway.counts())['unknown request not_found']).toBe(before + 1);
  });

  it('are refused with 413 beyond 3 MiB, and taken up to that', async () => {
    const text = (bytes: number) => JSON.stringify({ text: 'x'.repeat(bytes) });
    const large = await gateway.knock(gateway.door('kaleyra'), text(3 * 1024 * 1024 - 100));
    expect(large.status).toBe(200);
    const tooLarge = await gateway.knock(gateway.door('kaleyra'), text(3 * 1024 * 1024));
    expect([tooLarge.status, await tooLarge.text()]).toEqual([413, '']);
  });

  it('are refused with 401 where they are for another app', async () => {
    const answer = await gateway.knock(gateway.door('gupshup'), { gs_app_id: 'another' });
    expect([answer.status, await answer.text()]).toEqual([401, '']);
    await gateway.counted('gupshup request unauthorized');
  });

  it('keep what they tell of a price, and Meta’s id of the message', async () => {
    const message = await gateway.until(await gateway.send('gupshup'), 'read');
    expect(message.wamid).toMatch(/^wamid\./);
    const charge = { source: 'status', attempt: 1, pricing: expect.any(Object) };
    expect(message.charges).toEqual([charge, charge].map((one) => expect.objectContaining(one)));
  });

  it('are shown as charges where they are bills, once, whatever type Gupshup gives a boolean', async () => {
    const { id, attempts } = await gateway.until(await gateway.send('gupshup'), 'read');
    const bill = (billable: unknown) => ({
      gs_app_id: DEFAULT_ACCOUNTS.gupshup[0].appId,
      entry: [{ changes: [{ field: 'billing-event', value: { billing: billOf(billable) } }] }],
    });
    const billOf = (billable: unknown) => ({
      deductions: { billable, model: 'PMP', type: 'regular', category: 'utility' },
      references: { gs_id: attempts[0]?.providerMessageId, destination: '919876500001' },
    });
    const before = (await gateway.counts())['gupshup billing applied'] ?? 0;
    await gateway.knock(gateway.door('gupshup'), bill('true'));
    await gateway.counted('gupshup billing applied', before + 1);
    await gateway.knock(gateway.door('gupshup'), bill(true));
    await gateway.counted('gupshup billing duplicate');
    const { charges } = (await gateway.message(id)) as unknown as { charges: { source: string }[] };
    expect(charges.filter(({ source }) => source === 'billing')).toEqual([
      {
        ...{ source: 'billing', attempt: 1, at: expect.any(String) },
        ...{ billable: true, category: 'utility', model: 'PMP' },
      },
    ]);
  });
});

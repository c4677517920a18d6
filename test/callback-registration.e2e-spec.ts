import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxGateway } from './support/sandbox-gateway.js';

describe('a sender whose vendor takes registrations', () => {
  let gateway: SandboxGateway;

  beforeAll(async () => {
    gateway = await SandboxGateway.start();
    gateway.sandbox.clearCallbacks();
  });
  afterAll(() => gateway.close());

  it('is called back once it is registered, and from then on with its header only', async () => {
    const { status, body } = await gateway.api.post('/v1/senders/gupshup/register-callbacks');
    expect([status, body]).toEqual([
      200,
      {
        registered: true,
        callbackUrl: gateway.door('gupshup'),
        header: { name: expect.any(String), value: expect.any(String) },
        vendorId: expect.stringMatching(/^\d+$/),
        steps: [],
      },
    ]);
    const [registration, ...more] = gateway.sandbox.registrations();
    expect(more).toEqual([]);
    const { name } = body.header as { readonly name: string };
    expect(registration).toMatchObject({ url: gateway.door('gupshup'), headers: [name] });
    const message = await gateway.until(await gateway.send('gupshup'), 'read');
    expect(message.charges).not.toEqual([]);
    const isTaken = gateway.sandbox.callbacks().every(({ delivered }) => delivered);
    expect(isTaken).toBe(true);
    await gateway.counted('gupshup ignored ignored');
    expect((await gateway.knock(gateway.door('gupshup'), { entry: [] })).status).toBe(401);
  });

  it('is not registered twice within a minute', async () => {
    const { status, body } = await gateway.api.post('/v1/senders/gupshup/register-callbacks');
    expect([status, body.code]).toEqual([502, 'vendor_refused']);
    expect(body.retryAfter).toBeGreaterThan(0);
  });
});

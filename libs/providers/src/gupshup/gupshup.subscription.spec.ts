import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { createHttp, type ProviderError } from 'waypost/providers';
import { VendorServer } from 'waypost/providers/testing';
import { closedPort } from '../testing/server/unreachable.js';
import { GupshupProvider } from './gupshup.provider.js';

const appId = 'bf9ee64c-3d4d-4ac4-8f00-732e577007c4';
const token = 'sk_0123456789abcdef0123456789abcdef';
const DOOR = 'https://waypost.example.com/callbacks/shop-in/';
const address = {
  url: `${DOOR}the-end-of-the-address`,
  header: { name: 'x-waypost-secret', value: 'the-value-of-the-header' },
};
const path = `/partner/app/${appId}/subscription`;

describe('registering the callbacks of a Gupshup app', () => {
  let vendor: VendorServer;

  beforeEach(async () => {
    vendor = await VendorServer.start();
    vendor.will({
      status: 200,
      json: {
        status: 'success',
        subscriptions: [
          { id: '7', tag: 'waypost-former', url: `${DOOR}the-former-end` },
          { id: '8', tag: 'of somebody else', url: `${DOOR}the-former-end` },
          { id: '9', tag: 'waypost-elsewhere', url: DOOR.replace('waypost.', 'staging.') },
          { id: '10', tag: 'waypost-another', url: `${DOOR}an-end/and-more` },
          { id: '11', tag: 'waypost-broken' },
        ],
        subscription: { id: '8166', tag: 'waypost-new' },
      },
    });
  });
  afterEach(() => vendor.close());

  const provider = (more: object = {}) =>
    new GupshupProvider(
      { appId, token, baseUrl: vendor.url, ...more },
      createHttp({ allowPrivate: true }),
    );
  const forms = () =>
    vendor.requests.map(({ body }) => Object.fromEntries(new URLSearchParams(String(body))));

  it('subscribes the new address before it takes away the one that it made for this door before, and no other', async () => {
    expect(await provider().registerCallbacks(address)).toEqual({ id: '8166' });
    expect(vendor.requests.map(({ method, path: at }) => `${method} ${at}`)).toEqual([
      `GET ${path}`,
      `POST ${path}`,
      `DELETE ${path}/7`,
    ]);
    for (const { headers } of vendor.requests) expect(headers.authorization).toBe(token);
    expect(forms()[1]).toMatchObject({
      url: address.url,
      version: '3',
      modes: expect.stringContaining('MESSAGE,FLOWS_MESSAGE,SENT,DELIVERED,READ,FAILED'),
      meta: JSON.stringify({ headers: { 'x-waypost-secret': 'the-value-of-the-header' } }),
    });
  });

  it('sends the header that is configured, where one is', async () => {
    await provider({ callbackSecret: 'Bearer of-the-vendor' }).registerCallbacks(address);
    expect(forms()[1]?.meta).toBe('{"headers":{"authorization":"Bearer of-the-vendor"}}');
  });

  it('keeps the limit of calls: a second one within a minute is refused without asking', async () => {
    const one = provider();
    await one.registerCallbacks(address);
    const asked = vendor.requests.length;
    await expect(one.registerCallbacks(address)).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfter: expect.any(Number),
    });
    expect(vendor.requests).toHaveLength(asked);
  });

  it('counts no registration of which nothing was sent', async () => {
    const one = provider({ baseUrl: await closedPort() });
    for (let times = 0; times < 2; times++) {
      await expect(one.registerCallbacks(address)).rejects.toMatchObject({
        code: 'unavailable',
        mayHaveBeenSent: false,
        message: expect.stringContaining('ECONNREFUSED'),
      });
    }
  });

  it('counts a registration whose first answer was lost', async () => {
    const one = provider();
    vendor.will('reset-after-body');
    await expect(one.registerCallbacks(address)).rejects.toMatchObject({ mayHaveBeenSent: true });
    await expect(one.registerCallbacks(address)).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it('is done once the new address is subscribed, though the former one could not be taken away', async () => {
    const former = { id: '7', tag: 'waypost-former', url: `${DOOR}the-former-end` };
    const answer = { status: 'success', subscriptions: [former], subscription: { id: '8166' } };
    const server = createServer(({ method, socket }, response) => {
      if (method === 'DELETE') socket.destroy();
      else response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await provider({ baseUrl }).registerCallbacks(address)).toEqual({ id: '8166' });
    server.closeAllConnections();
    server.close();
  });

  it('tells what the vendor said, and none of our secrets, where it refuses', async () => {
    vendor.will({
      status: 400,
      json: { status: 'error', message: `Invalid URL Passed: ${address.url} ${token}` },
    });
    const error = await provider()
      .registerCallbacks(address)
      .catch((thrown: unknown) => thrown as ProviderError);
    expect(error).toMatchObject({ name: 'ProviderError', vendor: { status: 400 } });
    expect(JSON.stringify(error)).toContain('Invalid URL Passed');
    expect(inspect(error)).not.toMatch(/the-end-of|the-value|sk_0/);
  });
});

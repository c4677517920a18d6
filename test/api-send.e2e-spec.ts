import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KEY, startGateway, TEXT, type Gateway } from './support/gateway.js';
import { rawHttp } from './support/raw-http.js';

const GOOD = { sender: 'shop', message: TEXT };

describe('POST /v1/messages', () => {
  let gateway: Gateway;

  beforeEach(async () => {
    gateway = await startGateway();
  });

  afterEach(() => gateway.close());

  function received(): unknown[] {
    return gateway.vendor.requests.map(({ body }) => JSON.parse(body.toString()) as unknown);
  }

  it('hands the message over and answers 202', async () => {
    const response = await gateway.post({ ...GOOD, reference: 'order-4711', labels: ['spring'] });
    expect(response.status).toBe(202);
    const answer = (await response.json()) as Record<string, string>;
    expect(answer).toEqual({
      id: expect.stringMatching(/^msg_[0-9a-f]{32}$/),
      status: 'accepted',
      sender: 'shop',
      to: '+919876500001',
      type: 'text',
      reference: 'order-4711',
      providerMessageId: 'v-1',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    expect(received()).toEqual([
      {
        reference: `${answer.id}.1`,
        labels: ['spring'],
        from: '+919876500001',
        message: { messaging_product: 'whatsapp', recipient_type: 'individual', ...TEXT },
      },
    ]);
  });

  it('takes the key in X-API-Key as well', async () => {
    const response = await fetch(`${gateway.url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': KEY, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(GOOD),
    });
    expect(response.status).toBe(202);
  });

  it('reads a phone number as people write it', async () => {
    const message = { ...TEXT, to: '+91 (98765) 000-01' };
    const answer = await (await gateway.post({ ...GOOD, message })).json();
    expect(answer).toMatchObject({ to: '+919876500001' });
  });

  it('accepts an acceptance without an id', async () => {
    gateway.vendor.will({ status: 200, json: {} });
    const response = await gateway.post(GOOD);
    expect(response.status).toBe(202);
    expect(await response.json()).not.toHaveProperty('providerMessageId');
  });

  it('gives the code, the remedy and the words of the vendor where it refuses', async () => {
    gateway.vendor.will({
      status: 400,
      json: { error: { code: 131026, message: 'Undeliverable' } },
    });
    const response = await gateway.post(GOOD);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      code: 'rejected',
      mayHaveBeenSent: false,
      remedy: expect.stringMatching(/\.$/),
      vendor: { status: 400, code: '131026', message: 'Undeliverable' },
      id: expect.stringMatching(/^msg_/),
    });
  });

  it('says when to come back, in the body and in Retry-After', async () => {
    gateway.vendor.will({ status: 429, json: {}, headers: { 'retry-after': '7' } });
    const response = await gateway.post(GOOD);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await response.json()).toMatchObject({ code: 'rate_limited', retryAfter: 7 });
  });

  it("blames the sender's credentials on the gateway, not on the caller", async () => {
    gateway.vendor.will({ status: 401, json: {} });
    const response = await gateway.post(GOOD);
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ code: 'unauthorized' });
  });

  it.each(['reset-after-body', 'cut-answer', 'not-http'] as const)(
    'says that the outcome is unknown after %s, and asks once only',
    async (fault) => {
      gateway.vendor.will(fault);
      const response = await gateway.post(GOOD);
      expect(response.status).toBe(502);
      expect(await response.json()).toMatchObject({
        code: 'outcome_unknown',
        mayHaveBeenSent: true,
        remedy: expect.stringContaining('Do not repeat'),
      });
      expect(gateway.vendor.received).toBe(1);
    },
  );

  it('says that nothing was sent where the vendor cannot be reached', async () => {
    await gateway.vendor.close();
    const response = await gateway.post(GOOD);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'unavailable', mayHaveBeenSent: false });
  });

  it('never shows the credentials of the sender', async () => {
    gateway.vendor.will({ status: 500, body: 'You sent vendor-token-of-shop' });
    const response = await gateway.post(GOOD);
    expect(await response.text()).not.toContain('vendor-token-of-shop');
  });

  it('goes on with a message whose caller has gone away', async () => {
    gateway.vendor.will({ status: 202, json: { id: 'v-2' }, delayMs: 200 });
    const aborted = new AbortController();
    const call = fetch(`${gateway.url}/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify(GOOD),
      signal: aborted.signal,
    });
    await gateway.vendor.arrival();
    aborted.abort();
    await expect(call).rejects.toThrow();
    // Closing waits for what is being handed over; had it been aborted, the vendor would see its connection end.
    await gateway.app.close();
    expect(gateway.vendor.requests).toHaveLength(1);
  });

  it('does not answer garbage behind a good request in its place', async () => {
    gateway.vendor.will({ status: 202, json: { id: 'v-1' }, delayMs: 100 });
    const body = JSON.stringify(GOOD);
    const head = `POST /v1/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${KEY}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    const answer = await rawHttp(gateway.port, `${head}${body}GARBAGE\r\n\r\n`);
    expect(answer).not.toContain('malformed_request');
    await gateway.vendor.arrival();
  });
});

describe('a gateway on a sandbox', () => {
  it('says so in every answer', async () => {
    const gateway = await startGateway({ sandbox: true });
    const answers = [
      await gateway.post(GOOD),
      await gateway.post({}),
      await fetch(`${gateway.url}/v1/messages`, { method: 'POST' }),
      await fetch(`${gateway.url}/nothing`),
      await fetch(`${gateway.url}/health/live`),
    ];
    for (const answer of answers) expect(await answer.json()).toMatchObject({ sandbox: true });
    expect(await rawHttp(gateway.port, 'GET /%E0%A4%A HTTP/1.0\r\n\r\n')).toContain(
      '"sandbox":true',
    );
    expect(await rawHttp(gateway.port, 'GARBAGE\r\n\r\n')).toContain('"sandbox":true');
    await gateway.close();
  });
});

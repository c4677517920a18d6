import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  GOOD,
  KEY,
  startGateway,
  TEXT,
  type Gateway,
  type ShownMessage,
} from './support/gateway.js';
import { rawHttp } from './support/raw-http.js';

describe('POST /v1/messages', () => {
  let gateway: Gateway;

  beforeEach(async () => {
    gateway = await startGateway();
  });

  afterEach(() => gateway.close());

  function received(): unknown[] {
    return gateway.vendor.requests.map(({ body }) => JSON.parse(body.toString()) as unknown);
  }

  /** The message once so many attempts of it have ended. */
  async function attempted(id: string, attempts: number): Promise<ShownMessage> {
    for (;;) {
      const message = await gateway.get<ShownMessage>(`/v1/messages/${id}`);
      if (message.attempts.length >= attempts) return message;
      await sleep(10);
    }
  }

  function head({ length }: string): string {
    return `POST /v1/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${KEY}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
  }

  it('answers 202 once the message is stored, and hands it over', async () => {
    const body = { ...GOOD, reference: 'order-4711', labels: ['spring'] };
    const response = await gateway.post(body);
    expect(response.status).toBe(202);
    const answer = (await response.json()) as Record<string, string>;
    expect(answer).toEqual({
      id: expect.stringMatching(/^msg_[0-9a-f]{32}$/),
      status: expect.stringMatching(/^(queued|sending)$/),
      sender: 'shop',
      to: '+919876500001',
      type: 'text',
      reference: 'order-4711',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    expect(await gateway.until(answer.id ?? '', 'accepted')).toMatchObject({
      ...answer,
      status: 'accepted',
      providerMessageId: 'v-1',
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
    const message = await gateway.until(await gateway.send(), 'accepted');
    expect(message).not.toHaveProperty('providerMessageId');
  });

  it('tells the code, the remedy and the words of the vendor where it refuses for good', async () => {
    gateway.vendor.will({
      status: 400,
      json: { error: { code: 131026, message: 'Undeliverable' } },
    });
    const error = {
      code: 'rejected',
      remedy: expect.stringMatching(/\.$/),
      vendor: { status: 400, code: '131026', message: 'Undeliverable' },
    };
    expect(await gateway.until(await gateway.send(), 'failed')).toMatchObject({
      error,
      attempts: [{ n: 1, outcome: 'rejected', error }],
      settledAt: expect.any(String),
    });
  });

  it('keeps the message and tries again when the vendor says so', async () => {
    gateway.vendor.will({ status: 429, json: {}, headers: { 'retry-after': '1' } });
    const id = await gateway.send();
    await gateway.vendor.arrival();
    const waiting = await attempted(id, 1);
    expect(waiting).toMatchObject({
      status: 'queued',
      notBefore: expect.any(String),
      error: { code: 'rate_limited' },
    });
    gateway.vendor.will({ status: 202, json: { id: 'v-2' } });
    const message = await gateway.until(id, 'accepted');
    expect(message.attempts.map(({ outcome }) => outcome)).toEqual(['rejected', 'accepted']);
    expect(message).not.toHaveProperty('error');
  });

  it("keeps the message where the sender's credentials are refused", async () => {
    gateway.vendor.will({ status: 401, json: {} });
    const id = await gateway.send();
    expect(await attempted(id, 1)).toMatchObject({
      status: 'queued',
      error: { code: 'unauthorized' },
    });
  });

  it.each(['reset-after-body', 'cut-answer', 'not-http'] as const)(
    'tells that the outcome is unknown after %s, asks once only and fails when the grace is over',
    async (fault) => {
      gateway.vendor.will(fault);
      const id = await gateway.send({ ...GOOD, unknownGraceSeconds: 1 });
      expect(await gateway.until(id, 'unknown')).toMatchObject({
        graceEndsAt: expect.any(String),
        attempts: [{ n: 1, outcome: 'unknown' }],
      });
      expect(await gateway.until(id, 'failed')).toMatchObject({
        error: { code: 'outcome_unknown', remedy: expect.any(String) },
      });
      expect(gateway.vendor.received).toBe(1);
    },
  );

  it('sends again after an unknown outcome where the caller wants it', async () => {
    gateway.vendor.will('reset-after-body');
    const body = { ...GOOD, unknownGraceSeconds: 1, onUnknown: 'retry' };
    const id = await gateway.send(body);
    await gateway.until(id, 'unknown');
    gateway.vendor.will({ status: 202, json: { id: 'v-2' } });
    const { attempts } = await gateway.until(id, 'accepted');
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['unknown', 'accepted']);
  });

  it('never shows the credentials of the sender', async () => {
    gateway.vendor.will({ status: 400, body: 'You sent vendor-token-of-shop' });
    const message = await gateway.until(await gateway.send(), 'failed');
    expect(JSON.stringify(message)).not.toContain('vendor-token-of-shop');
  });

  it('waits for the time to send at', async () => {
    const sendAt = new Date(Date.now() + 3_600_000).toISOString();
    const response = await gateway.post({ ...GOOD, sendAt });
    expect(await response.json()).toMatchObject({ status: 'queued', sendAt });
    await gateway.until(await gateway.send({ ...GOOD, sender: 'stall' }), 'accepted');
    expect(gateway.vendor.received).toBe(1);
  });

  it('gives up where the vendor puts it off beyond its time', async () => {
    gateway.vendor.will({ status: 429, json: {}, headers: { 'retry-after': '3600' } });
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const id = await gateway.send({ ...GOOD, expiresAt });
    expect(await gateway.until(id, 'expired')).toMatchObject({
      expiresAt,
      error: { code: 'expired' },
    });
  });

  it('goes on with a message whose caller has gone away', async () => {
    gateway.vendor.will({ status: 202, json: { id: 'v-2' }, delayMs: 300 });
    const body = JSON.stringify({ ...GOOD, reference: 'left-alone' });
    const socket = connect(gateway.port, '127.0.0.1');
    socket.write(`${head(body)}${body}`);
    await gateway.vendor.arrival();
    socket.destroy();
    const list = '/v1/messages?reference=left-alone';
    const { data } = await gateway.get<{ data: { id: string }[] }>(list);
    const [message] = data;
    expect(await gateway.until(message?.id ?? '', 'accepted')).toMatchObject({
      providerMessageId: 'v-2',
    });
  });

  it('does not answer garbage behind a good request in its place', async () => {
    gateway.vendor.will({ status: 202, json: { id: 'v-1' }, delayMs: 100 });
    const body = JSON.stringify(GOOD);
    const answer = await rawHttp(gateway.port, `${head(body)}${body}GARBAGE\r\n\r\n`);
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

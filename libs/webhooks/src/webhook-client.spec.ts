import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VendorServer } from 'waypost/providers/testing';
import { WebhookClient } from './webhook-client.js';

describe('a request to a consumer', () => {
  let consumer: VendorServer;
  let client: WebhookClient;

  beforeEach(async () => {
    consumer = await VendorServer.start();
    client = new WebhookClient({ allowPrivate: true }, 1_000);
  });
  afterEach(async () => {
    await client.close();
    await consumer.close();
  });

  const post = (path = '/hook?a=1', by = client) =>
    by.post({ url: consumer.url + path, headers: { 'webhook-id': 'evt_1' }, body: '{"a":1}' });

  it('is posted as JSON with its headers', async () => {
    consumer.will({ status: 200, body: 'thanks' });
    expect(await post()).toEqual({ status: 200, answer: 'thanks', error: null });
    const [request] = consumer.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/hook?a=1' });
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': 'evt_1',
    });
    expect(request?.body.toString()).toBe('{"a":1}');
  });

  it('keeps the first KiB of the answer, without what a text cannot hold', async () => {
    consumer.will({ status: 500, body: `\0${'é'.repeat(100_000)}` });
    const { status, answer } = await post();
    expect(status).toBe(500);
    expect(answer).toMatch(/^é{511}\ufffd?$/);
  });

  it('tells what Retry-After asks for', async () => {
    consumer.will({ status: 503, body: '', headers: { 'retry-after': '7' } });
    expect(await post()).toMatchObject({ status: 503, retryAfterMs: 7_000 });
  });

  it('follows no redirect', async () => {
    consumer.will({ status: 302, body: '', headers: { location: `${consumer.url}/other` } });
    expect(await post()).toMatchObject({ status: 302 });
    expect(consumer.requests).toHaveLength(1);
  });

  it('has no answer where the consumer is silent, gone, or resets the connection', async () => {
    consumer.will('silence');
    expect(await post()).toMatchObject({ status: null, error: 'There was no answer within 1 s.' });
    consumer.will('reset-after-body');
    expect(await post()).toMatchObject({
      status: null,
      error: 'The connection failed (ECONNRESET).',
    });
    await consumer.close();
    const { error } = await client.post({ url: 'http://127.0.0.1:1', headers: {}, body: '' });
    expect(error).toBe('The connection failed (ECONNREFUSED).');
    consumer = await VendorServer.start();
  });

  it('counts the status of an answer whose body breaks off or never ends', async () => {
    consumer.will('cut-answer');
    expect(await post()).toMatchObject({ status: 200, answer: '{"id":"', error: null });
    consumer.will('stalled-answer');
    expect(await post()).toMatchObject({ status: 200, error: null });
  });

  it('reaches no private address unless that is allowed', async () => {
    const strict = new WebhookClient({}, 1_000);
    expect((await post('/', strict)).error).toMatch(/without https/);
    const url = `https://127.0.0.1:${consumer.port}/`;
    expect((await strict.post({ url, headers: {}, body: '' })).error).toMatch(
      /not a public address/,
    );
    expect(consumer.received).toBe(0);
    await strict.close();
  });
});

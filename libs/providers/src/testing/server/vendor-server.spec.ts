import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { closedPort, deafPort } from './unreachable.js';
import { VendorServer, type Fault } from './vendor-server.js';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

function post(url: string, body = '{"a":1}', signal?: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json', 'X-Trace': 'Yes' };
    const request = httpRequest(url, { method: 'POST', headers, agent: false, signal });
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('error', reject).on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.end(body);
  });
}

describe('the vendor server', () => {
  let server: VendorServer;
  beforeEach(async () => {
    server = await VendorServer.start();
  });
  afterEach(() => server.close());

  it('records method, path, headers and body as they came', async () => {
    server.will({ status: 200 });
    await post(`${server.url}/v2/%2B91/x?y=%20`, '{ "a": "é" }');
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      path: '/v2/%2B91/x?y=%20',
      headers: { 'content-type': 'application/json', 'x-trace': 'Yes' },
      body: Buffer.from('{ "a": "é" }'),
    });
  });

  it('answers JSON with its type and length', async () => {
    server.will({ status: 202, json: { id: 'é' }, headers: { 'x-more': '1' } });
    const { status, headers, text } = await post(server.url);
    expect([status, text]).toEqual([202, '{"id":"é"}']);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': '11',
      'x-more': '1',
    });
  });

  it('answers null and text as they are, late if told', async () => {
    server.will({ status: 200, json: null });
    expect((await post(server.url)).text).toBe('null');
    server.will({ status: 500, body: '<h1>Oh</h1>', delayMs: 5 });
    expect(await post(server.url)).toMatchObject({ status: 500, text: '<h1>Oh</h1>' });
  });

  it('forgets earlier requests when it is told something new', async () => {
    server.will({ status: 200 });
    await post(server.url);
    expect(server.received).toBe(1);
    server.will({ status: 200 });
    expect([server.received, server.requests.length]).toEqual([0, 0]);
  });

  it.each<[Fault, RegExp]>([
    ['reset-before-body', /ECONNRESET/],
    ['reset-after-body', /ECONNRESET/],
    ['close-after-body', /socket hang up/],
    ['cut-answer', /aborted/],
    ['not-http', /Parse Error/],
  ])('fails a request by %s', async (fault, error) => {
    server.will(fault);
    await expect(post(server.url)).rejects.toThrow(error);
    expect([server.received, server.requests.length]).toEqual([1, 1]);
  });

  it.each<Fault>(['silence', 'stalled-answer'])('never finishes an answer by %s', async (fault) => {
    server.will(fault);
    const abort = new AbortController();
    const answer = post(server.url, '{}', abort.signal);
    await server.arrival();
    abort.abort();
    await expect(answer).rejects.toThrow(/abort/);
  });

  it('closes a connection after the answer without having said so', async () => {
    server.will({ status: 200, json: {}, thenClose: true });
    const socket = connect(server.port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n');
    const text = await socket.setEncoding('utf8').toArray();
    expect(text.join('')).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*\r\n\r\n\{\}$/);
    expect(text.join('')).not.toMatch(/connection: close/i);
  });
});

describe('unreachable addresses', () => {
  it('refuse connections on a closed port', async () => {
    await expect(post(await closedPort())).rejects.toThrow(/ECONNREFUSED/);
  });

  it('leave a connection to a deaf port without an answer', async () => {
    const port = await deafPort();
    const socket = connect(Number(new URL(port.url).port), '127.0.0.1');
    const connected = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve('refused'));
      setTimeout(() => resolve(false), 200);
    });
    socket.destroy();
    await port.close();
    expect(connected).not.toBe(true);
  });
});

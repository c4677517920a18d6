import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SandboxGateway } from './support/sandbox-gateway.js';

const MIB = 1024 * 1024;

describe('the door for callbacks', () => {
  let gateway: SandboxGateway;

  beforeAll(async () => {
    gateway = await SandboxGateway.start({ sandbox: { autoCallbacks: false } });
  });
  afterAll(() => gateway.close());

  /** Begins a request and sends nothing of its body; gives the answer without its date. */
  async function begin(url: string, ...headers: readonly string[]): Promise<string> {
    const { hostname, port, pathname } = new URL(url);
    const socket: Socket = connect(Number(port), hostname);
    const head = [`POST ${pathname} HTTP/1.1`, `host: ${hostname}`, ...headers, '', ''];
    socket.write(head.join('\r\n'));
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      socket.on('error', reject).on('data', (data) => {
        text += String(data);
        if (text.includes('\r\n\r\n')) resolve(text);
      });
    });
    socket.destroy();
    return answer.replace(/^date: .*\r\n/im, '');
  }

  const wrongToken = () => `${gateway.door('gupshup').slice(0, -4)}0000`;
  const noSender = () => wrongToken().replace('/gupshup/', '/nobody/');

  it.each([
    ['short', 'content-length: 100'],
    ['long', `content-length: ${2 * MIB}`],
    ['longer than any callback', `content-length: ${4 * MIB}`],
    ['of no known length', 'transfer-encoding: chunked'],
  ])(
    'refuses a wrong address before a body that is %s, whoever it names',
    async (_what, length) => {
      const answer = await begin(wrongToken(), length);
      expect(answer).toMatch(/^HTTP\/1\.1 404 /);
      expect(await begin(noSender(), length)).toBe(answer);
    },
  );

  it('takes a callback that is asked for by its whole URL, as some proxies do', async () => {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    const lines = [`GET ${gateway.door('kaleyra')}?id=x HTTP/1.1`, `host: ${hostname}`];
    socket.write([...lines, 'connection: close', '', ''].join('\r\n'));
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('drops a short body and goes on with the connection, and closes on a long one', async () => {
    expect(await begin(wrongToken(), 'content-length: 100')).toMatch(/connection: keep-alive/i);
    expect(await begin(wrongToken(), `content-length: ${MIB}`)).toMatch(/connection: close/i);
  });

  it('says at the right address, before it is sent, that a body is too large', async () => {
    const answer = await begin(gateway.door('gupshup'), `content-length: ${4 * MIB}`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    await gateway.counted('gupshup request too_large');
  });

  it('says so as well where a body turns out to be too large on its way, and closes', async () => {
    const url = new URL(gateway.door('gupshup'));
    const socket = connect(Number(url.port), url.hostname);
    const answered = new Promise<string>((resolve) => {
      let text = '';
      socket.on('error', () => resolve(text)).on('close', () => resolve(text));
      socket.on('data', (data) => (text += String(data)));
    });
    const head = `POST ${url.pathname} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n`;
    const chunk = `${MIB.toString(16)}\r\n${'x'.repeat(MIB)}\r\n`;
    socket.write(head + chunk.repeat(4));
    const answer = await answered;
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/connection: close/i);
  });

  it('takes the next callback after a client that went away in the middle of one', async () => {
    const url = new URL(gateway.door('gupshup'));
    const socket = connect(Number(url.port), url.hostname);
    await new Promise<void>((resolve) => socket.on('connect', resolve));
    const head = `POST ${url.pathname} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"half`;
    await new Promise((resolve) => socket.write(head, resolve));
    socket.destroy();
    const body = { gs_app_id: 'bf9ee64c-3d4d-4ac4-8f00-732e577007c4' };
    expect((await gateway.knock(url.href, body)).status).toBe(200);
  });

  it('lets nobody between keep an answer, or a callback by GET would not come through again', async () => {
    const { status, headers } = await fetch(`${gateway.door('kaleyra')}?status=sent`);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('names the methods that it takes to any other', async () => {
    const answer = await fetch(gateway.door('gupshup'), { method: 'PUT', body: '{}' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, POST');
  });

  it('stays open while the sender is paused', async () => {
    const id = await gateway.send('kaleyra');
    await gateway.until(id, 'accepted');
    expect((await gateway.api.post('/v1/senders/kaleyra/pause')).status).toBe(200);
    const messageId = gateway.sandbox.messages().at(-1)?.messageId ?? '';
    await gateway.sandbox.tell({ messageId, status: 'delivered' });
    await gateway.until(id, 'delivered');
    await gateway.api.post('/v1/senders/kaleyra/resume');
  });

  it('stays open for 30 days after the sender is deleted, and applies what comes', async () => {
    const { appId, token } = { appId: '11111111-2222-4333-8444-555555555555', token: 'sk_1' };
    const phone = '+919876500009';
    gateway.sandbox.addAccount({ provider: 'gupshup', account: { appId, token, phone } });
    const options = { appId, token, baseUrl: gateway.sandbox.url };
    await gateway.api.post('/v1/senders', { id: 'kiosk', provider: 'gupshup', phone, options });
    const url = gateway.door('kiosk');
    gateway.sandbox.addCallback({ provider: 'gupshup', account: appId, url });
    const id = await gateway.send('kiosk');
    await gateway.until(id, 'accepted');
    expect((await gateway.api.delete('/v1/senders/kiosk')).status).toBe(204);
    const messageId = gateway.sandbox.messages().at(-1)?.messageId ?? '';
    await gateway.sandbox.tell({ messageId, status: 'read' });
    await gateway.until(id, 'read');
    const almost = Date.now() + 30 * 86_400_000 - 60_000;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(almost);
    try {
      expect((await gateway.knock(url, { gs_app_id: appId })).status).toBe(200);
      clock.mockReturnValue(almost + 120_000);
      expect((await gateway.knock(url, { gs_app_id: appId })).status).toBe(404);
    } finally {
      clock.mockRestore();
    }
  });
});

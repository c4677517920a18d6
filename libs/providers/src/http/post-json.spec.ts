import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { HttpService } from '@nestjs/axios';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ProviderError } from '../provider-error.js';
import { postJson } from './post-json.js';
import { createHttp, type TransportOptions } from './transport.js';

const SECRET = 'sk_0123456789abcdef';

/** A TCP server that does with each connection what a test says, and counts the whole requests it has read. */
class RawServer {
  requests: string[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((socket) => {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    this.onConnection(socket);
  });

  onConnection: (socket: Socket) => void = () => undefined;

  /** Calls back with each whole request: head and body by content-length. */
  whenRead(answer: (socket: Socket, request: string) => void): void {
    this.onConnection = (socket) => {
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk.toString();
        const head = received.indexOf('\r\n\r\n');
        const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
        if (head < 0 || received.length < head + 4 + length) return;
        const request = received;
        received = '';
        this.requests.push(request);
        answer(socket, request);
      });
    };
  }

  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

const respond = (status: string, body: string, headers = '') =>
  `HTTP/1.1 ${status}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;

describe('posting JSON to a vendor', () => {
  const servers: RawServer[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close()));

  async function serve(set: (server: RawServer) => void): Promise<[RawServer, string]> {
    const server = new RawServer();
    servers.push(server);
    set(server);
    return [server, `http://127.0.0.1:${await server.listen()}/send`];
  }

  function post(url: string, options: TransportOptions = {}, signal?: AbortSignal) {
    const http = createHttp({ allowPrivate: true, ...options });
    return postJson(http, {
      url,
      headers: { authorization: SECRET },
      body: { to: '1' },
      secrets: [SECRET],
      signal,
    });
  }

  async function failure(promise: Promise<unknown>): Promise<ProviderError> {
    const error = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ProviderError);
    expect(inspect(error, { depth: 10 })).not.toContain(SECRET);
    return error as ProviderError;
  }

  it('sends one request and gives the answer back, whatever its status', async () => {
    const [server, url] = await serve((s) =>
      s.whenRead((socket) => socket.write(respond('418 Teapot', '{"a":1}', 'X-Y: z\r\n'))),
    );
    const reply = await post(url);
    expect(reply).toMatchObject({ status: 418, body: { a: 1 }, text: '{"a":1}' });
    expect(reply.headers['x-y']).toBe('z');
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatch(/^POST \/send HTTP\/1\.1\r\n/);
    expect(server.requests[0]).toMatch(/content-type: application\/json\r\n/i);
    expect(server.requests[0]).toMatch(/\r\n\r\n\{"to":"1"\}$/);
  });

  it.each(['', '<html></html>', '[]', 'null', '{"a":', '"text"', '7'])(
    'gives no body for %j, which is no JSON object',
    async (text) => {
      const [, url] = await serve((s) =>
        s.whenRead((socket) => socket.write(respond('200 OK', text))),
      );
      expect(await post(url)).toMatchObject({ status: 200, text, body: undefined });
    },
  );

  it('strikes out a secret that the vendor echoes', async () => {
    const [, url] = await serve((s) =>
      s.whenRead((socket) =>
        socket.write(respond('401 No', JSON.stringify({ message: `bad token ${SECRET}` }))),
      ),
    );
    expect((await post(url)).body).toEqual({ message: 'bad token [secret]' });
  });

  it('strikes out a secret that the vendor echoes with its characters escaped', async () => {
    const secret = 'a/b"c\\d';
    const echoes = [JSON.stringify({ secret }), JSON.stringify({ secret }).replace('/', '\\/')];
    for (const echo of echoes) {
      const [, url] = await serve((s) =>
        s.whenRead((socket) => socket.write(respond('401 No', echo))),
      );
      const http = createHttp({ allowPrivate: true });
      const reply = await postJson(http, { url, headers: {}, body: {}, secrets: [secret] });
      expect(reply.body).toEqual({ secret: '[secret]' });
    }
  });

  describe('knows that nothing was sent', () => {
    it('when the connection is refused', async () => {
      const [server, url] = await serve(() => undefined);
      server.close();
      expect(await failure(post(url))).toMatchObject({
        code: 'unavailable',
        mayHaveBeenSent: false,
      });
    });

    it('when the name cannot be resolved', async () => {
      expect(await failure(post('http://vendor.invalid/send'))).toMatchObject({
        code: 'unavailable',
        mayHaveBeenSent: false,
      });
    });

    it('when the server does not speak TLS', async () => {
      const [server, url] = await serve((s) => {
        s.onConnection = (socket) => socket.once('data', () => socket.end(respond('200 OK', '{}')));
      });
      const error = await failure(post(url.replace('http:', 'https:')));
      expect(error).toMatchObject({ code: 'unavailable', mayHaveBeenSent: false });
      expect(server.requests).toEqual([]);
    });

    it('when the connection is not ready in time', async () => {
      const [server, url] = await serve(() => undefined);
      const silent = url.replace('http:', 'https:');
      const error = await failure(post(silent, { connectTimeoutMs: 100 }));
      expect(error).toMatchObject({ code: 'unavailable', mayHaveBeenSent: false });
      expect(server.requests).toEqual([]);
    });

    it('when the caller aborted beforehand', async () => {
      const [server, url] = await serve((s) => s.whenRead(() => undefined));
      const error = await failure(post(url, {}, AbortSignal.abort()));
      expect(error).toMatchObject({ code: 'timeout', mayHaveBeenSent: false });
      expect(server.requests).toEqual([]);
    });

    it.each(['times out', 'is aborted'])(
      'when it %s while it waits for a socket, and then never sends it',
      async (how) => {
        const [server, url] = await serve((s) =>
          s.whenRead((socket) =>
            setTimeout(() => socket.write(respond('200 OK', '{}')), 200).unref(),
          ),
        );
        const http = createHttp({
          allowPrivate: true,
          connections: 1,
          timeoutMs: how === 'times out' ? 120 : 5_000,
        });
        const send = (signal?: AbortSignal) =>
          postJson(http, { url, headers: {}, body: {}, secrets: [], signal });
        const first = send().catch(() => undefined);
        const abort = new AbortController();
        if (how === 'is aborted') setTimeout(() => abort.abort(), 50);
        expect(await failure(send(abort.signal))).toMatchObject({
          code: 'timeout',
          mayHaveBeenSent: false,
        });
        await first;
        await new Promise((resolve) => setTimeout(resolve, 300));
        expect(server.requests).toHaveLength(1);
      },
    );

    it('when an interceptor fails before the request', async () => {
      const [server, url] = await serve((s) => s.whenRead(() => undefined));
      const http = createHttp({ allowPrivate: true });
      http.axiosRef.interceptors.request.use(() => {
        throw new Error(SECRET);
      });
      const error = await failure(postJson(http, { url, headers: {}, body: {}, secrets: [] }));
      expect(error.mayHaveBeenSent).toBe(false);
      expect(server.requests).toEqual([]);
    });

    it('when the address is no URL', async () => {
      expect((await failure(post('not a url'))).mayHaveBeenSent).toBe(false);
    });
  });

  describe('cannot know whether it was sent', () => {
    const cases: Record<string, (server: RawServer) => void> = {
      'the connection is reset before the request is read': (s) => {
        s.onConnection = (socket) => socket.once('readable', () => socket.resetAndDestroy());
      },
      'the connection is closed before the request is read': (s) => {
        s.onConnection = (socket) => socket.once('readable', () => socket.end());
      },
      'the connection is reset after the request was read': (s) =>
        s.whenRead((socket) => socket.resetAndDestroy()),
      'the connection is closed after the request was read': (s) =>
        s.whenRead((socket) => socket.end()),
      'the answer is cut short': (s) =>
        s.whenRead((socket) =>
          socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"messages":['),
        ),
      'the answer is no HTTP': (s) => s.whenRead((socket) => socket.end('hello\r\n\r\n')),
      'the answer is larger than 1 MiB': (s) =>
        s.whenRead((socket) => socket.write(respond('200 OK', ' '.repeat(1024 * 1024 + 1)))),
    };

    it.each(Object.keys(cases))('when %s', async (name) => {
      const [server, url] = await serve((s) => cases[name]?.(s));
      const error = await failure(post(url));
      expect(error).toMatchObject({ code: 'unavailable', mayHaveBeenSent: true });
      expect(server.requests.length).toBeLessThanOrEqual(1);
    });

    it('when no answer comes in time', async () => {
      const [server, url] = await serve((s) => s.whenRead(() => undefined));
      const error = await failure(post(url, { timeoutMs: 100 }));
      expect(error).toMatchObject({ code: 'timeout', mayHaveBeenSent: true });
      expect(server.requests).toHaveLength(1);
    });

    it('when the answer stops in the middle', async () => {
      const [, url] = await serve((s) =>
        s.whenRead((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{')),
      );
      const error = await failure(post(url, { timeoutMs: 100 }));
      expect(error).toMatchObject({ code: 'timeout', mayHaveBeenSent: true });
    });

    it('when the caller aborts after it was written', async () => {
      const abort = new AbortController();
      const [server, url] = await serve((s) => s.whenRead(() => abort.abort()));
      const error = await failure(post(url, {}, abort.signal));
      expect(error).toMatchObject({ code: 'timeout', mayHaveBeenSent: true });
      expect(server.requests).toHaveLength(1);
    });

    it('when a pooled socket is reset by the server on its second request', async () => {
      let served = 0;
      const [server, url] = await serve((s) =>
        s.whenRead((socket) =>
          served++ === 0 ? socket.write(respond('200 OK', '{}')) : socket.resetAndDestroy(),
        ),
      );
      const http = createHttp({ allowPrivate: true, connections: 1 });
      const send = () => postJson(http, { url, headers: {}, body: {}, secrets: [] });
      await send();
      expect((await failure(send())).mayHaveBeenSent).toBe(true);
      expect(server.requests).toHaveLength(2);
    });
  });

  it('sends a header of the provider in place of its own, whatever the case of its name', async () => {
    const [server, url] = await serve((s) =>
      s.whenRead((socket) => socket.write(respond('200 OK', '{}'))),
    );
    const headers = { 'Content-Type': 'application/vnd.acme+json' };
    await postJson(createHttp({ allowPrivate: true }), { url, headers, body: {}, secrets: [] });
    const types = server.requests[0]?.match(/content-type: .*/gi);
    expect(types).toEqual(['content-type: application/vnd.acme+json']);
  });

  it('follows no redirect', async () => {
    const [server, url] = await serve((s) =>
      s.whenRead((socket) => socket.write(respond('307 Moved', '', 'location: /elsewhere\r\n'))),
    );
    expect(await post(url)).toMatchObject({ status: 307, body: undefined });
    expect(server.requests).toHaveLength(1);
  });

  it('keeps the interceptors of the HttpService it is given', async () => {
    const [server, url] = await serve((s) =>
      s.whenRead((socket) => socket.write(respond('200 OK', '{}'))),
    );
    const http = createHttp({ allowPrivate: true });
    http.axiosRef.interceptors.request.use((config) => {
      config.headers.set('x-trace', 'abc');
      return config;
    });
    await postJson(http, { url, headers: {}, body: {}, secrets: [] });
    expect(server.requests[0]).toMatch(/x-trace: abc\r\n/i);
  });

  it('goes through the egress guard even with an HttpService that is not ours', async () => {
    const [server, url] = await serve((s) =>
      s.whenRead((socket) => socket.write(respond('200 OK', '{}'))),
    );
    const error = await failure(
      postJson(new HttpService(), { url, headers: {}, body: {}, secrets: [] }),
    );
    expect(error).toMatchObject({ code: 'unauthorized', mayHaveBeenSent: false, scope: 'sender' });
    expect(server.requests).toEqual([]);
  });
});

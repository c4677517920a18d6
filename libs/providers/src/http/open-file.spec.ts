import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttp, openFile, whyBroken } from 'waypost/providers';

describe('a file that is opened', () => {
  const http = createHttp({ allowPrivate: true });
  let server: Server | undefined;

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function serve(listener: RequestListener): Promise<URL> {
    const opened = createServer(listener);
    server = opened;
    await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve));
    const { port } = opened.address() as AddressInfo;
    return new URL(`http://127.0.0.1:${port}/files/1?download=false`);
  }

  async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  }

  it('gives status, headers and bytes, and is asked for without credentials', async () => {
    let seen: unknown;
    const url = await serve((request, response) => {
      seen = { url: request.url, method: request.method, headers: request.headers };
      response.writeHead(200, { 'content-type': 'image/png' }).end('bytes');
    });
    const { status, headers, body } = await openFile(http, { url });
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'image/png' });
    expect(await textOf(body)).toBe('bytes');
    expect(seen).toMatchObject({ url: '/files/1?download=false', method: 'GET' });
    expect(JSON.stringify(seen)).not.toMatch(/authorization|cookie|token/i);
  });

  it('follows no redirect', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked++;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    const { status, body } = await openFile(http, { url });
    body.destroy();
    expect([status, asked]).toEqual([302, 1]);
  });

  it('goes through the egress guard of the transport, whoever made the client', async () => {
    const url = await serve((_request, response) => response.end());
    const refused = { failure: 'egress', reason: expect.stringMatching(/without https/) };
    await expect(openFile(createHttp(), { url })).rejects.toMatchObject(refused);
    const metadata = new URL('https://169.254.169.254/latest');
    await expect(openFile(createHttp(), { url: metadata })).rejects.toMatchObject({
      failure: 'egress',
      reason: expect.stringMatching(/no.* public address/),
    });
  });

  it('tells a dead host, a silent one and one that stops within', async () => {
    const url = await serve((request, response) => {
      if (request.url?.includes('silent')) return;
      response.writeHead(200, { 'content-length': '100' }).write('a');
      if (request.url?.includes('cut')) setImmediate(() => response.destroy());
    });
    const silent = openFile(http, { url: new URL('/silent', url), idleMs: 50 });
    await expect(silent).rejects.toMatchObject({ failure: 'timeout' });
    const failure = async (path: string) => {
      const { body } = await openFile(http, { url: new URL(path, url), idleMs: 50 });
      return textOf(body).catch((error: unknown) => whyBroken(error).failure);
    };
    expect(await failure('/cut')).toBe('broken');
    expect(await failure('/slow')).toBe('timeout');
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
    const later = openFile(createHttp({ allowPrivate: true }), { url });
    await expect(later).rejects.toMatchObject({ failure: 'connect' });
  });

  it('ends when it is told to, before and within the answer', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('a');
    });
    const before = openFile(http, { url, signal: AbortSignal.abort() });
    await expect(before).rejects.toMatchObject({ failure: 'aborted' });
    const ending = new AbortController();
    const { body } = await openFile(http, { url, signal: ending.signal });
    const read = textOf(body).catch((error: unknown) => whyBroken(error).failure);
    ending.abort();
    expect(await read).toBe('aborted');
  });
});

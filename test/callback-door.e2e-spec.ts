import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SandboxGateway } from './support/sandbox-gateway.js';

jest.setTimeout(30_000);

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

  it('drops a short body and goes on with the connection, and closes on a long one', async () => {
    expect(await begin(wrongToken(), 'content-length: 100')).toMatch(/connection: keep-alive/i);
    expect(await begin(wrongToken(), `content-length: ${MIB}`)).toMatch(/connection: close/i);
  });

  it('says at the right address, before it is sent, that a body is too large', async () => {
    const answer = await begin(gateway.door('gupshup'), `content-length: ${4 * MIB}`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    await gateway.counted('gupshup request too_large');
  });
});

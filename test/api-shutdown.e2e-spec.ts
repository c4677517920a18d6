import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VendorServer } from 'waypost/providers/testing';
import { createDatabase, type TestDatabase } from './postgres.js';
import { freePort } from './postgres-server.js';
import { Gate } from './support/gate.js';
import { KEY, TEXT } from './support/gateway.js';
import { GatewayProcess, newDirectory } from './support/gateway-process.js';

const SECRET_KEY = Buffer.alloc(32, 7).toString('base64');
const AWAITED = /waiting for what is being sent/;

describe('stopping the built gateway', () => {
  let vendor: VendorServer;
  let gateway: GatewayProcess;
  let url: string;
  let directory: string;

  beforeEach(async () => {
    vendor = await VendorServer.start();
    directory = newDirectory();
    const options = { baseUrl: vendor.url, token: 'vendor-token' };
    const sender = { id: 'shop', provider: 'memory', phone: '+919876500001', options };
    writeFileSync(join(directory, 'senders.json'), JSON.stringify([sender]));
    gateway = start();
    url = await gateway.url();
  });

  afterEach(async () => {
    await gateway.kill();
    await vendor.close();
  });

  function start(): GatewayProcess {
    const settings = {
      SENDERS_FILE: 'senders.json',
      BOOTSTRAP_API_KEY: KEY,
      ALLOW_PRIVATE_EGRESS: 'true',
    };
    return new GatewayProcess(settings, { directory });
  }

  function send(): Promise<Response> {
    return fetch(`${url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ sender: 'shop', message: TEXT }),
    });
  }

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s ends it with status 0', async (signal) => {
    gateway.signal(signal);
    expect(await gateway.exited).toEqual({ code: 0, signal: null });
  });

  it('goes on where nobody reads what it prints any more', async () => {
    gateway.loseOutput();
    vendor.will({ status: 401, json: { error: { code: 190, message: 'Expired' } } });
    expect((await send()).status).toBe(202);
    await vendor.arrival();
    await wait(200);
    vendor.will({ status: 202, json: { id: 'v-1' } });
    expect((await send()).status).toBe(202);
    gateway.signal('SIGTERM');
    expect(await gateway.exited).toEqual({ code: 0, signal: null });
  });

  it('reaches it through npm, which passes signals on to its own child only', async () => {
    const port = await freePort();
    const settings = { PORT: String(port), DATA_DIR: newDirectory(), BOOTSTRAP_API_KEY: KEY };
    const npm = spawn('npm', ['run', 'start:prod'], { env: { ...process.env, ...settings } });
    const isUp = () =>
      fetch(`http://127.0.0.1:${port}/health/live`).then(
        () => true,
        () => false,
      );
    while (!(await isUp())) await wait(50);
    npm.kill('SIGTERM');
    await once(npm, 'exit');
    expect(await isUp()).toBe(false);
  });

  it('waits for what is being handed over, records it, and takes nothing new meanwhile', async () => {
    const answer = new Gate();
    vendor.will({ status: 202, json: { id: 'v-1' }, after: answer.opened });
    const { id } = (await (await send()).json()) as { id: string };
    await vendor.arrival();
    gateway.signal('SIGTERM');
    await gateway.prints(AWAITED);

    const [ready, live, late] = await Promise.all([
      fetch(`${url}/health/ready`),
      fetch(`${url}/health/live`),
      send(),
    ]);
    expect([ready.status, live.status, late.status]).toEqual([503, 200, 503]);
    expect(late.headers.get('connection')).toBe('close');
    expect(await late.json()).toMatchObject({ code: 'shutting_down' });
    answer.open();
    expect(await gateway.exited).toEqual({ code: 0, signal: null });
    expect(vendor.received).toBe(1);

    gateway = start();
    const shown = await fetch(`${await gateway.url()}/v1/messages/${id}`, {
      headers: { 'x-api-key': KEY },
    });
    expect(await shown.json()).toMatchObject({ status: 'accepted', providerMessageId: 'v-1' });
  });

  it('ends in order what is still being opened, without listening', async () => {
    const database = await createDatabase();
    const opened = new Gate();
    const door = await slowDoor(database.url, opened.opened);
    const opening = new GatewayProcess(
      { DATABASE_URL: door.url, BOOTSTRAP_API_KEY: KEY, SECRET_KEY },
      { directory: newDirectory() },
    );
    await door.asked;
    opening.signal('SIGTERM');
    opened.open();
    expect(await opening.exited).toEqual({ code: 0, signal: null });
    expect(opening.stdout + opening.stderr).not.toMatch(/Listening/);
    door.close();
    await database.drop();
  }, 30_000);

  it('answers one more request on a kept connection instead of resetting it, and ends it with that', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const ended = once(socket, 'close');
    let heard = '';
    socket.on('data', (chunk) => (heard += chunk.toString()));
    const ask = () => socket.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
    ask();
    await once(socket, 'data');
    expect(heard).toMatch(/connection: keep-alive/i);
    gateway.signal('SIGTERM');
    await gateway.prints(AWAITED);
    // Without a moment's grace it would be closed by now.
    await wait(200);
    heard = '';
    ask();
    await ended;
    expect(heard).toMatch(/^HTTP\/1.1 200 OK/);
    expect(heard).toMatch(/connection: close/i);
    expect(await gateway.exited).toEqual({ code: 0, signal: null });
  });

  it('is not held up by a connection on which nothing is asked', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    gateway.signal('SIGTERM');
    expect(await gateway.exited).toEqual({ code: 0, signal: null });
    socket.destroy();
  });

  it('takes Ctrl-C once where npm passes it on a second time, and a later signal as "at once"', async () => {
    vendor.will('silence');
    await send();
    await vendor.arrival();
    gateway.signal('SIGINT');
    gateway.signal('SIGINT');
    await gateway.prints(AWAITED);
    await wait(1_200);
    gateway.signal('SIGINT');
    expect(await gateway.exited).toEqual({ code: 1, signal: null });
  });
});

describe.each(['SQLite', 'PostgreSQL'])('stopping the built gateway under load on %s', (engine) => {
  let vendor: VendorServer;
  let database: TestDatabase | undefined;
  let gateway: GatewayProcess;
  let directory: string;

  beforeEach(async () => {
    vendor = await VendorServer.start();
    database = engine === 'PostgreSQL' ? await createDatabase() : undefined;
    directory = newDirectory();
    const sender = {
      id: 'shop',
      provider: 'memory',
      phone: '+919876500001',
      options: { baseUrl: vendor.url, token: 'vendor-token' },
      limits: { messagesPerSecond: 200, pairRate: false },
    };
    writeFileSync(join(directory, 'senders.json'), JSON.stringify([sender]));
    gateway = start();
  }, 30_000);

  afterEach(async () => {
    await gateway.kill();
    await vendor.close();
    await database?.drop();
  });

  function start(): GatewayProcess {
    const settings = {
      SENDERS_FILE: 'senders.json',
      BOOTSTRAP_API_KEY: KEY,
      SECRET_KEY,
      ALLOW_PRIVATE_EGRESS: 'true',
      ...(database && { DATABASE_URL: database.url }),
    };
    return new GatewayProcess(settings, { directory });
  }

  /** Posts one after the other until that fails; gives the ids of what was taken. */
  async function post(url: string, taken: string[]): Promise<void> {
    for (;;) {
      const response = await fetch(`${url}/v1/messages`, {
        method: 'POST',
        headers: { 'x-api-key': KEY, 'content-type': 'application/json' },
        body: JSON.stringify({ sender: 'shop', message: TEXT, ordered: false }),
      }).catch(() => undefined);
      if (response?.status !== 202) return;
      taken.push(((await response.json()) as { id: string }).id);
    }
  }

  it('ends with status 0 at two signals, loses nothing and sends nothing twice', async () => {
    vendor.will({ status: 202, json: { id: 'v-1' } });
    const url = await gateway.url();
    const taken: string[] = [];
    const posting = Promise.all(Array.from({ length: 16 }, () => post(url, taken)));
    while (taken.length < 400) await wait(5);
    gateway.signal('SIGTERM');
    gateway.signal('SIGTERM');
    expect(await gateway.exited).toEqual({ code: 0, signal: null });
    await posting;

    gateway = start();
    const again = await gateway.url();
    for (const id of taken) await accepted(again, id);
    expect(vendor.received).toBe(taken.length);
  }, 60_000);

  async function accepted(url: string, id: string): Promise<void> {
    for (;;) {
      const shown = await fetch(`${url}/v1/messages/${id}`, { headers: { 'x-api-key': KEY } });
      const { status } = (await shown.json()) as { status: string };
      if (status === 'accepted') return;
      expect(['queued', 'sending']).toContain(status);
      await wait(10);
    }
  }
});

/** A way to a database on which nothing passes before a time; `asked` resolves when somebody wants to. */
async function slowDoor(target: string, opened: Promise<void>) {
  const { hostname, port } = new URL(target);
  const door = createServer((client) => {
    void opened.then(() => {
      const upstream = connect(Number(port), hostname);
      client.pipe(upstream).on('error', () => client.destroy());
      upstream.pipe(client).on('error', () => upstream.destroy());
    });
  });
  const asked = once(door, 'connection');
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  const url = new URL(target);
  url.host = `127.0.0.1:${(door.address() as AddressInfo).port}`;
  return { url: url.href, asked, close: () => door.close() };
}

import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VendorServer } from 'waypost/providers/testing';
import { Gate } from './support/gate.js';
import { KEY, TEXT } from './support/gateway.js';
import { GatewayProcess, newDirectory } from './support/gateway-process.js';

const AWAITED = /what is being handed over is awaited/;

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

  it.each(['SIGTERM', 'SIGINT'] as const)('%s ends it with status 0', async (signal) => {
    gateway.signal(signal);
    expect(await gateway.exited).toEqual({ code: 0, signal: null });
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

import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { VendorServer } from 'waypost/providers/testing';
import { KEY, TEXT } from './support/gateway.js';
import { GatewayProcess, newDirectory } from './support/gateway-process.js';

// Each starts processes, on a machine that may be busy.
jest.setTimeout(30_000);

describe('stopping the built gateway', () => {
  let vendor: VendorServer;
  let gateway: GatewayProcess;
  let url: string;

  beforeEach(async () => {
    vendor = await VendorServer.start();
    const directory = newDirectory();
    const options = { baseUrl: vendor.url, token: 'vendor-token' };
    const sender = { id: 'shop', provider: 'memory', phone: '+919876500001', options };
    writeFileSync(join(directory, 'senders.json'), JSON.stringify([sender]));
    const settings = {
      SENDERS_FILE: 'senders.json',
      BOOTSTRAP_API_KEY: KEY,
      ALLOW_PRIVATE_EGRESS: 'true',
    };
    gateway = new GatewayProcess(settings, { directory });
    url = await gateway.url();
  });

  afterEach(async () => {
    await gateway.kill();
    await vendor.close();
  });

  function send(signal?: AbortSignal): Promise<Response> {
    return fetch(`${url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ sender: 'shop', message: TEXT }),
      ...(signal && { signal }),
    });
  }

  it.each(['SIGTERM', 'SIGINT'] as const)('%s ends it with status 0', async (signal) => {
    gateway.signal(signal);
    expect(await gateway.exited).toEqual({ code: 0, signal: null });
  });

  it('answers what is being handed over, and takes nothing new meanwhile', async () => {
    vendor.will({ status: 202, json: { id: 'v-1' }, delayMs: 1_000 });
    const answer = send();
    await vendor.arrival();
    gateway.signal('SIGTERM');
    await gateway.prints(/Waiting for messages that are being handed over: 1/);

    const [ready, live, late] = await Promise.all([
      fetch(`${url}/health/ready`),
      fetch(`${url}/health/live`),
      send(),
    ]);
    expect([ready.status, live.status, late.status]).toEqual([503, 200, 503]);
    expect(await late.json()).toMatchObject({ code: 'shutting_down' });

    const response = await answer;
    expect(response.status).toBe(202);
    expect(response.headers.get('connection')).toBe('close');
    expect(await gateway.exited).toEqual({ code: 0, signal: null });
    expect(vendor.received).toBe(1);
  });

  it('waits for a message whose caller has gone away', async () => {
    vendor.will({ status: 202, json: { id: 'v-1' }, delayMs: 500 });
    const caller = new AbortController();
    const answer = send(caller.signal);
    await vendor.arrival();
    caller.abort();
    await expect(answer).rejects.toThrow();
    gateway.signal('SIGTERM');
    await gateway.prints(/Waiting for messages that are being handed over: 1/);
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
    const answer = send();
    await vendor.arrival();
    gateway.signal('SIGINT');
    gateway.signal('SIGINT');
    await gateway.prints(/Waiting for messages that are being handed over: 1/);
    await wait(1_200);
    gateway.signal('SIGINT');
    await expect(answer).rejects.toThrow();
    expect(await gateway.exited).toEqual({ code: 1, signal: null });
  });
});

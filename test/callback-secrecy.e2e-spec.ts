import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KEY } from './support/gateway.js';
import { GatewayProcess, newDirectory } from './support/gateway-process.js';

const SAID = 'a secret of two people';

describe('what a gateway prints of callbacks', () => {
  let gateway: GatewayProcess;
  let door: string;

  beforeEach(async () => {
    const directory = newDirectory();
    const sender = { id: 'shop', provider: 'memory', phone: '+919876500001', options: {} };
    writeFileSync(join(directory, 'senders.json'), JSON.stringify([sender]));
    const settings = { SENDERS_FILE: 'senders.json', BOOTSTRAP_API_KEY: KEY };
    gateway = new GatewayProcess(settings, { directory });
    const shown = await fetch(`${await gateway.url()}/v1/senders/shop`, {
      headers: { 'x-api-key': KEY },
    });
    const { callbackUrl } = (await shown.json()) as { callbackUrl: string };
    door = `${await gateway.url()}${new URL(callbackUrl).pathname}`;
  });

  afterEach(() => gateway.kill());

  it('holds neither the token of an address nor what was said, whatever becomes of them', async () => {
    const post = async (url: string, body: string) =>
      (await fetch(url, { method: 'POST', body })).status;
    expect(await post(door, JSON.stringify({ odd: SAID }))).toBe(200);
    expect(await post(door, SAID)).toBe(200);
    expect(await post(`${door}0`, SAID)).toBe(404);
    expect(await post(`${door}?q=%ff`, SAID)).toBe(200);
    expect((await fetch(door, { method: 'PUT', body: SAID })).status).toBe(405);
    await gateway.prints(/was not understood/);
    gateway.signal('SIGTERM');
    await gateway.exited;
    const printed = gateway.stdout + gateway.stderr;
    expect(printed).not.toContain(new URL(door).pathname.split('/').at(-1));
    expect(printed).not.toContain(SAID);
  });
});

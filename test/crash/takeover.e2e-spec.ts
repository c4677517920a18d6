import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSandbox, type Sandbox } from 'waypost/sandbox';
import { createDatabase } from '../postgres.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { postOnce, recipient, settingsFor } from './crash-run.js';

/** A lease of 10 s, the third of it between two looks, and as much again for a machine that is busy. */
const TAKEN_OVER_WITHIN_MS = 27_000;

interface Replica {
  readonly gateway: GatewayProcess;
  readonly url: string;
}

describe('a replica that is killed', () => {
  let folder: string;
  let sandbox: Sandbox;
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let settings: Record<string, string>;
  const gateways: GatewayProcess[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'waypost-takeover-'));
    sandbox = await createSandbox({ port: 0 });
    database = await createDatabase();
    settings = await settingsFor(folder, sandbox, database.url);
  });

  afterAll(async () => {
    await Promise.all(gateways.map((gateway) => gateway.kill()));
    await sandbox.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(): Promise<Replica> {
    const gateway = new GatewayProcess(settings, { directory: folder });
    gateways.push(gateway);
    return { gateway, url: await gateway.url() };
  }

  /** Posts to a replica, and gives how long it takes until the vendor has the message. */
  async function send(url: string): Promise<number> {
    const began = performance.now();
    const before = sandbox.messages().length;
    const answer = await postOnce(url, recipient(0, 0));
    expect(answer.status).toBe(202);
    while (sandbox.messages().length === before) await sleep(20);
    return performance.now() - began;
  }

  it('leaves its senders to another one, which sends for them as soon as the leases have run out', async () => {
    // Whoever is alone holds the lease of the only sender.
    const owner = await start();
    await send(owner.url);
    const heir = await start();
    await owner.gateway.kill();
    expect(await send(heir.url)).toBeLessThan(TAKEN_OVER_WITHIN_MS);
  }, 120_000);
});

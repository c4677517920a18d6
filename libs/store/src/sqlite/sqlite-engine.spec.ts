import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { insertion, sqlitePlace, type StorePlace } from '../../../../test/stores.js';
import type { NewCallback } from '../callbacks.js';
import { StoreLocked, StoreTooNew, StoreUnavailable } from '../errors.js';
import type { Health } from '../store.js';
import { FAULTS } from './protocol.js';
import { SqliteEngine } from './sqlite-engine.js';

/** Opens the file as another process would, says so, and waits to be killed. */
const HOLDER = `
const Database = require(process.argv[1]);
const db = new Database(process.argv[2]);
db.pragma('locking_mode = exclusive');
db.exec('begin exclusive; commit');
process.stdout.write('held');
setInterval(() => undefined, 1000);
`;

const callback = (n: number): NewCallback => ({
  sender: 'shop-in',
  provider: 'memory',
  receivedAt: n,
  method: 'POST',
  headers: {},
  query: {},
  body: Buffer.from(`[${n}]`),
});

describe('the store on SQLite', () => {
  let place: StorePlace;

  beforeEach(async () => {
    place = await sqlitePlace();
  });
  afterEach(() => place.drop());

  const faults = () => new Int32Array(new SharedArrayBuffer(8));

  it('makes the folder, and keeps everything over a restart', async () => {
    const stored = insertion();
    const store = await place.open();
    await store.insert(stored);
    await store.close();
    const again = await place.open();
    expect(await again.find(stored.message.id)).toMatchObject({ body: stored.message.body });
  });

  it('refuses a file that another process holds, naming it, until that one is gone', async () => {
    const store = await place.open();
    await store.close();
    const file = place.url.slice('sqlite:'.length);
    const sqlite = createRequire(import.meta.url).resolve('better-sqlite3');
    const holder = spawn(process.execPath, ['-e', HOLDER, sqlite, file]);
    await once(holder.stdout, 'data');
    const refused = place.open();
    await expect(refused).rejects.toThrow(StoreLocked);
    await expect(refused).rejects.toThrow(file);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    await expect(place.open()).resolves.toBeDefined();
  });

  it('refuses a second store in the same process', async () => {
    await place.open();
    await expect(place.open()).rejects.toThrow(StoreLocked);
  });

  it('refuses a database of a newer version in one sentence', async () => {
    const store = await place.open();
    await store.directory.saveSetting('schema', '999');
    await store.close();
    await expect(place.open()).rejects.toThrow(StoreTooNew);
    await expect(place.open()).rejects.toThrow(/schema version 999/);
  });

  it('opens the file again where its thread is lost, though that one ends only later', async () => {
    const engine = new SqliteEngine(place.url.slice('sqlite:'.length));
    mkdirSync(dirname(place.url.slice('sqlite:'.length)), { recursive: true });
    await engine.open();
    const { worker } = engine as unknown as { readonly worker: Worker };
    const lost = once(worker, 'message').then(
      () => undefined,
      (error: Error) => error.message,
    );
    worker.postMessage(['{ no JSON']);
    expect(await lost).toMatch(/JSON/);
    await expect(engine.probe()).resolves.toBeUndefined();
    await engine.close();
  });

  it('stores nothing of what a full disk refused, says so at once, and recovers by itself', async () => {
    const disk = faults();
    const store = await place.open({ faults: disk.buffer });
    const changes: Health[] = [];
    store.onHealth((health) => changes.push(health));
    disk[FAULTS.diskFull] = 1;
    const lost = [insertion(), insertion()];
    const refused = await Promise.allSettled(lost.map((one) => store.insert(one)));
    for (const { status, ...rest } of refused) {
      expect(status).toBe('rejected');
      expect(rest).toMatchObject({ reason: expect.any(StoreUnavailable) });
    }
    expect(store.health()).toEqual({ ok: false, reason: 'database or disk is full' });
    expect(await store.list({}, { limit: 5 })).toEqual({ rows: [], next: null });
    disk[FAULTS.diskFull] = 0;
    while (!store.health().ok) await sleep(20);
    expect(await store.insert(insertion())).toMatchObject({ kind: 'inserted' });
    expect(changes.map(({ ok }) => ok)).toEqual([false, true]);
  });

  it('knows no id of an acceptance that a full disk refused', async () => {
    const disk = faults();
    const store = await place.open({ faults: disk.buffer });
    const stored = await store.insert(insertion());
    const position = stored.kind === 'inserted' ? stored.position : 0;
    const change = {
      position,
      sender: 'shop-in',
      to: 'failed' as const,
      error: null,
      settledAt: 1,
    };
    disk[FAULTS.diskFull] = 1;
    const refused = store.transition({
      ...change,
      from: ['queued'],
      events: [],
      providerIds: ['gs-1'],
    });
    await expect(refused).rejects.toThrow(StoreUnavailable);
    disk[FAULTS.diskFull] = 0;
    while (!store.health().ok) await sleep(20);
    const fact = {
      sender: 'shop-in',
      itemId: 'item-1',
      providerIds: ['gs-1'],
      at: 1,
      receivedAt: 1,
    };
    const recorded = await store.record({ ...fact, status: 'sent', error: null });
    expect(recorded.message).toBeNull();
  });

  it('stays unready on a disk that has room for a page and not for a message', async () => {
    const disk = new Int32Array(new SharedArrayBuffer(12));
    const store = await place.open({ faults: disk.buffer });
    const changes: boolean[] = [];
    store.onHealth(({ ok }) => changes.push(ok));
    const large = () => insertion({ body: JSON.stringify({ text: 'x'.repeat(60_000) }) });
    disk[FAULTS.pagesLeft] = 5;
    await expect(store.insert(large())).rejects.toThrow(StoreUnavailable);
    await sleep(1_000);
    expect(changes).toEqual([false]);
    disk[FAULTS.pagesLeft] = 0;
    while (!store.health().ok) await sleep(20);
    expect(await store.insert(large())).toMatchObject({ kind: 'inserted' });
    expect(changes).toEqual([false, true]);
    expect(await store.directory.setting('probe')).toBeUndefined();
  });

  const replace = (file: string) => {
    copyFileSync(file, `${file}.copy`);
    renameSync(`${file}.copy`, file);
  };

  it.each<[string, (file: string) => void]>([
    ['its folder was removed', (file) => rmSync(dirname(file), { recursive: true })],
    ['its file was removed', (file) => rmSync(file)],
    ['its file was replaced', replace],
    ['its file was truncated', (file) => truncateSync(file, 0)],
    ['its log was removed', (file) => rmSync(`${file}-wal`)],
    ['its log was replaced', (file) => replace(`${file}-wal`)],
    ['its log was truncated', (file) => truncateSync(`${file}-wal`, 0)],
  ])('takes nothing once %s, for nobody would find it again', async (_, harm) => {
    const store = await place.open();
    await store.insert(insertion());
    harm(place.url.slice('sqlite:'.length));
    await expect(store.insert(insertion())).rejects.toThrow(StoreUnavailable);
    expect(store.health()).toEqual({ ok: false, reason: expect.stringContaining('put it back') });
  });

  it('goes on by itself once a file that was moved away is back', async () => {
    const store = await place.open();
    const file = place.url.slice('sqlite:'.length);
    renameSync(file, `${file}.away`);
    const refused = insertion();
    await expect(store.insert(refused)).rejects.toThrow(StoreUnavailable);
    renameSync(`${file}.away`, file);
    while (!store.health().ok) await sleep(20);
    expect(await store.insert(insertion())).toMatchObject({ kind: 'inserted' });
    expect(await store.find(refused.message.id)).toBeUndefined();
  });

  it('leaves the event loop free while the disk is slow, and gathers what comes meanwhile', async () => {
    const disk = faults();
    const store = await place.open({ faults: disk.buffer });
    const sizes: number[] = [];
    store.onCommit(({ operations }) => sizes.push(operations));
    disk[FAULTS.commitMs] = 200;
    const first = store.insert(insertion());
    await sleep(50);
    const rest = Array.from({ length: 20 }, () => store.insert(insertion()));
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 5);
    await Promise.all([first, ...rest]);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
    expect(sizes).toEqual([1, 20]);
  });

  // So a disk that takes 20 ms to sync keeps a callback waiting for 40 at most.
  it('makes a callback durable with the commit after the one that is under way, whatever is sent meanwhile', async () => {
    const disk = faults();
    const store = await place.open({ faults: disk.buffer });
    let commits = 0;
    store.onCommit(() => (commits += 1));
    disk[FAULTS.commitMs] = 20;
    let isOver = false;
    const load = Array.from({ length: 20 }, async () => {
      while (!isOver) await store.insert(insertion());
    });
    const waited: number[] = [];
    for (let n = 0; n < 20; n += 1) {
      await sleep(n);
      const before = commits;
      await store.callbacks.keep(callback(n));
      waited.push(commits - before);
    }
    isOver = true;
    await Promise.all(load);
    expect(Math.max(...waited)).toBeLessThanOrEqual(2);
  });

  it('finishes what was asked of it before it closes', async () => {
    const store = await place.open();
    const stored = Array.from({ length: 50 }, () => insertion());
    const inserts = Promise.all(stored.map((one) => store.insert(one)));
    await store.close();
    await expect(inserts).resolves.toHaveLength(50);
    const again = await place.open();
    expect((await again.list({}, { limit: 100 })).rows).toHaveLength(50);
  });
});

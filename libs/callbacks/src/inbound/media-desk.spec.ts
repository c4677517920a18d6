import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHttp, type InboundItem } from 'waypost/providers';
import { GupshupProvider } from 'waypost/providers/gupshup';
import type { InboundRow, Store } from 'waypost/store';
import { ENGINES, type StorePlace } from '../../../../test/stores.js';
import { InboundDesk } from './inbound-desk.js';
import { MediaDesk, type MediaOptions } from './media-desk.js';
import { MediaFolder } from './media-folder.js';
import type { MediaResult } from './media-source.js';

const BYTES = 'the bytes of a picture';
const SHA256 = createHash('sha256').update(BYTES).digest('base64');
const IMAGE = { mimeType: 'image/jpeg', sha256: SHA256 };
const http = createHttp({ allowPrivate: true });

describe.each(ENGINES)("fetching users' files on %s", (_name, create) => {
  let place: StorePlace;
  let store: Store;
  let server: Server;
  let url: string;
  let answers: RequestListener[];
  let asked: number;
  let root: string;
  let desks: MediaDesk[];

  beforeAll(async () => {
    place = await create();
    store = await place.open();
    server = createServer((request, response) => {
      asked++;
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      answer?.(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }, 60_000);
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await place.drop();
  });
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'waypost-media-'));
    [answers, asked, desks] = [[served()], 0, []];
  });
  afterEach(async () => {
    await Promise.all(desks.map((desk) => desk.stop()));
    rmSync(root, { recursive: true, force: true });
  });

  function served(headers: Record<string, string> = {}, body = BYTES): RequestListener {
    return (_request, response) =>
      response.writeHead(200, { 'content-type': 'image/jpeg', ...headers }).end(body);
  }

  function status(code: number, headers: Record<string, string> = {}): RequestListener {
    return (_request, response) => response.writeHead(code, headers).end('no');
  }

  const gupshup = (baseUrl: string) =>
    new GupshupProvider({ appId: randomUUID(), token: 'sk_0123456789abcdef', baseUrl }, http);

  function desk(options: Partial<MediaOptions> = {}): MediaDesk {
    const made = new MediaDesk(store.inbound, {
      http,
      folder: new MediaFolder(join(root, 'media')),
      linksOf: () => gupshup(url),
      backoffMs: [0, 0],
      ...options,
    });
    desks.push(made);
    return made;
  }

  /** Takes a message with a file, as callbacks bring it. */
  async function take(
    changes: Partial<InboundItem> = {},
    receivedAt = Date.now(),
  ): Promise<string> {
    const inbound = new InboundDesk(store.inbound, {
      linksOf: () => gupshup(url),
      fetch: () => undefined,
    });
    const { id } = await inbound.take(
      'shop-in',
      'gupshup',
      {
        kind: 'inbound',
        id: randomUUID(),
        ids: { providerIds: ['wamid.1'] },
        from: { phone: '+919876500002' },
        type: 'image',
        message: { type: 'image', image: {} },
        media: { url: `${url}/1`, ...IMAGE },
        raw: null,
        ...changes,
      },
      receivedAt,
    );
    return id;
  }

  async function until(id: string, matches: (row: InboundRow) => boolean): Promise<InboundRow> {
    for (;;) {
      const row = await store.inbound.find(id);
      if (row && matches(row)) return row;
      await sleep(10);
    }
  }

  function ended(id: string): Promise<InboundRow> {
    return until(id, ({ mediaState }) => mediaState === 'stored' || mediaState === 'failed');
  }

  function resultOf(row: InboundRow): MediaResult {
    return JSON.parse(row.mediaResult ?? '{}') as MediaResult;
  }

  function filesLeft(): string[] {
    const all = readdirSync(root, { recursive: true }).map(String);
    return all.filter((name) => name.includes('in_'));
  }

  it('stores a file with its size, type and digest', async () => {
    const id = await take();
    desk().start();
    const row = await ended(id);
    expect(resultOf(row)).toEqual({
      size: BYTES.length,
      type: 'image/jpeg',
      sha256: Buffer.from(SHA256, 'base64').toString('hex'),
    });
    const file = await new MediaFolder(join(root, 'media')).open(row);
    expect(file && (await text(file.bytes))).toBe(BYTES);
    expect(filesLeft()).toHaveLength(1);
  });

  it('fetches each once, however many processes share the store', async () => {
    const ids = [];
    for (let n = 0; n < 12; n++) ids.push(await take());
    for (const each of [desk(), desk(), desk()]) each.start();
    for (const id of ids) expect((await ended(id)).mediaState).toBe('stored');
    expect(asked).toBe(12);
  });

  it('never fetches more at once than it may', async () => {
    let [now, most] = [0, 0];
    answers = [
      (request, response) => {
        most = Math.max(most, ++now);
        setTimeout(() => {
          now--;
          served()(request, response);
        }, 20);
      },
    ];
    const ids = [];
    for (let n = 0; n < 9; n++) ids.push(await take());
    desk({ concurrency: 3 }).start();
    for (const id of ids) expect((await ended(id)).mediaState).toBe('stored');
    expect(most).toBe(3);
  });

  it.each([
    ['is gone', () => [status(404)], /status 404/],
    ['is forbidden', () => [status(403)], /status 403/],
    ['leads on to another place', () => [status(302, { location: `${url}/2` })], /status 302/],
    ['is a page', () => [served({ 'content-type': 'text/html' })], /media type of image/],
    ['is encoded', () => [served({ 'content-encoding': 'gzip' })], /encoding/],
    [
      'says that it is too large',
      () => [served({ 'content-length': '1001' })],
      /larger than 1000 bytes/,
    ],
    [
      'turns out too large',
      () => [served({ 'transfer-encoding': 'chunked' }, 'x'.repeat(1001))],
      /larger than 1000 bytes/,
    ],
  ])('gives up at once on a file that %s', async (_name, wants, reason) => {
    answers = wants();
    const id = await take();
    desk({ maxBytes: 1000 }).start();
    const row = await ended(id);
    expect(row).toMatchObject({ mediaState: 'failed', mediaAttempts: 1 });
    expect(resultOf(row).reason).toMatch(reason);
    expect(asked).toBe(1);
    expect(filesLeft()).toEqual([]);
  });

  it.each([
    ['the vendor is down', () => status(503)],
    ['the vendor has too much to do', () => status(429, { 'retry-after': '0' })],
    ['another file comes', () => served({}, 'something else')],
    [
      'the answer is cut',
      (): RequestListener => (_request, response) => {
        response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': '1000' });
        response.write(BYTES);
        setImmediate(() => response.destroy());
      },
    ],
    [
      'the answer stops within',
      (): RequestListener => (_request, response) => {
        response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': '1000' });
        response.write(BYTES);
      },
    ],
  ])('tries again where %s, and keeps no part of it', async (_name, wants) => {
    answers = [wants(), served()];
    const id = await take();
    desk({ idleMs: 200 }).start();
    expect(await ended(id)).toMatchObject({ mediaState: 'stored', mediaAttempts: 2 });
    expect(filesLeft()).toHaveLength(1);
  });

  it('stores a video that is larger than one that may be sent', async () => {
    const video = Buffer.alloc(17 * 1024 * 1024);
    answers = [
      (_request, response) => response.writeHead(200, { 'content-type': 'video/mp4' }).end(video),
    ];
    const id = await take({ type: 'video', media: { url: `${url}/1`, mimeType: 'video/mp4' } });
    desk().start();
    expect(resultOf(await ended(id))).toMatchObject({ size: video.length, type: 'video/mp4' });
  });

  it.each([
    ['an hour where the vendor says nothing', () => ({}), 3_600_000],
    [
      'until a date',
      (now: number) => ({ 'retry-after': new Date(now + 120_000).toUTCString() }),
      118_000,
    ],
  ])('leaves a vendor that is asked too much alone: %s', async (_what, headers, least) => {
    const before = Date.now();
    answers = [status(429, headers(before))];
    const id = await take();
    desk().start();
    const row = await until(id, ({ mediaResult }) => mediaResult !== null);
    expect(row.mediaState).toBe('waiting');
    expect(row.mediaDueAt).toBeGreaterThanOrEqual(before + least);
  });

  it('gives up on a dead vendor after so many attempts, and tells of each', async () => {
    answers = [status(500)];
    const told: [string, boolean][] = [];
    const id = await take();
    desk({ failed: (_row, reason, isFinal) => told.push([reason, isFinal]) }).start();
    expect(await ended(id)).toMatchObject({ mediaState: 'failed', mediaAttempts: 3 });
    expect(told.map(([, isFinal]) => isFinal)).toEqual([false, false, true]);
    expect(told[0]?.[0]).toBe('The vendor answered with status 500.');
  });

  it("asks only the vendor's own hosts, and says how to name another", async () => {
    const id = await take();
    desk({ linksOf: () => gupshup('https://partner.gupshup.io') }).start();
    const { reason } = resultOf(await ended(id));
    expect(reason).toMatch(/127\.0\.0\.1:\d+, which is not known .* add it to mediaHosts/);
    expect(asked).toBe(0);
  });

  it('refuses private addresses where they are not allowed', async () => {
    const id = await take();
    desk({ http: createHttp() }).start();
    expect(resultOf(await ended(id)).reason).toMatch(/^The link was refused: 127\.0\.0\.1/);
    expect(asked).toBe(0);
  });

  it('does not ask for what has ended, nor for what is no link', async () => {
    const old = await take({}, Date.now() - 8 * 86_400_000);
    const broken = await take({ media: { url: 'no link', ...IMAGE } });
    desk().start();
    expect(resultOf(await ended(old)).reason).toBe("The vendor's link has ended.");
    expect(resultOf(await ended(broken)).reason).toBe("The vendor's link is not a URL.");
    expect(asked).toBe(0);
  });

  it('tries again where nothing can be written, and the message stays', async () => {
    writeFileSync(join(root, 'media'), 'no folder');
    const id = await take();
    desk({ backoffMs: [0, 600_000] }).start();
    const row = await until(id, ({ mediaAttempts }) => mediaAttempts === 2);
    expect(row.content).toBe('{"type":"image","image":{}}');
    const waits = await until(id, ({ mediaResult }) => mediaResult !== null);
    expect(resultOf(waits).reason).toMatch(/could not be written \((EEXIST|ENOTDIR)\)/);
    expect(waits.mediaState).toBe('waiting');
  });

  it('hands back what it was fetching when it stops, to whoever comes next', async () => {
    let begun!: () => void;
    const beginning = new Promise<void>((resolve) => (begun = resolve));
    answers = [() => begun(), served()];
    const id = await take();
    const first = desk();
    first.start();
    await beginning;
    await first.stop();
    expect(filesLeft()).toEqual([]);
    desk().start();
    expect((await ended(id)).mediaState).toBe('stored');
  });
});

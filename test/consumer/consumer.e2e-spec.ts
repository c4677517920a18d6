import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const exec = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const APPS = fileURLToPath(new URL('./apps/', import.meta.url));
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const PEERS = [
  '@nestjs/axios',
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/swagger',
  'axios',
  'class-transformer',
  'class-validator',
  'reflect-metadata',
  'rxjs',
];

const ENTRIES = [
  'waypost/messages',
  'waypost/providers',
  'waypost/providers/gupshup',
  'waypost/providers/kaleyra',
  'waypost/providers/memory',
  'waypost/providers/testing',
  'waypost/sandbox',
];

interface Recorded {
  readonly path: string;
  readonly key: string | undefined;
  readonly body: Record<string, unknown>;
}

/** A vendor that answers in both dialects and keeps what it got. */
class Vendor {
  readonly recorded: Recorded[] = [];
  readonly #server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const gupshup = path.startsWith('/partner/');
      const key = request.headers[gupshup ? 'authorization' : 'api-key'] as string | undefined;
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
      this.recorded.push({ path, key, body });
      response.writeHead(gupshup ? 200 : 202, { 'content-type': 'application/json' });
      response.end(
        gupshup
          ? '{"messages":[{"id":"G-1"}]}'
          : `{"code":"WA202","message":"Request Accepted","data":{"message_id":"K-${path.split('/')[2]}"},"error":{}}`,
      );
    });
  });

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
  }
}

describe('the packed library in a fresh Nest app', () => {
  let folder: string;
  let tarball: string;
  let peers: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'waypost-consumer-'));
    const contents = join(folder, 'package');
    await exec(process.execPath, ['scripts/package.mjs', contents], { cwd: ROOT });
    const { stdout } = await exec('npm', ['pack', contents, '--pack-destination', folder], {
      cwd: ROOT,
    });
    tarball = join(folder, stdout.trim().split('\n').at(-1) ?? '');
    peers = await Promise.all(PEERS.map(installedVersion));
  }, 120_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function installedVersion(name: string): Promise<string> {
    const manifest = await readFile(join(ROOT, 'node_modules', name, 'package.json'), 'utf8');
    return `${name}@${(JSON.parse(manifest) as { version: string }).version}`;
  }

  async function snippetsOfReadme(): Promise<string[]> {
    const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
    return [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);
  }

  async function install(kind: string, ...more: readonly string[]): Promise<string> {
    const app = join(folder, kind);
    await cp(join(APPS, kind), app, { recursive: true });
    const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
    const types = await installedVersion('@types/node');
    await exec('npm', ['install', ...flags, tarball, ...peers, types, ...more], { cwd: app });
    return app;
  }

  it.each(['esm', 'cjs'])(
    'compiles strictly, with what the README shows, and sends through three providers at once (%s)',
    async (kind) => {
      const app = await install(kind);
      const snippets = await snippetsOfReadme();
      expect(snippets).toHaveLength(2);
      for (const [n, code] of snippets.entries()) {
        await writeFile(join(app, `src/readme-${n}.ts`), code);
      }
      await exec(process.execPath, [TSC, '-p', app]);
      const vendor = new Vendor();
      try {
        const { stdout } = await exec(process.execPath, [join(app, 'dist/main.js')], {
          env: { ...process.env, VENDOR_URL: await vendor.listen() },
        });
        expect(JSON.parse(stdout)).toEqual(['G-1', 'K-SID-otp', 'K-SID-marketing']);
        expect(vendor.recorded).toHaveLength(3);
        expect(vendor.recorded).toEqual(
          expect.arrayContaining([
            {
              path: '/partner/app/app-1/v3/message',
              key: 'sk_consumer',
              body: expect.objectContaining({ to: '919876500001', type: 'video' }),
            },
            {
              path: '/v2/SID-otp/whatsapp/+919876500001/messages',
              key: 'key-otp',
              body: expect.objectContaining({
                extra_info: { ref: 'order-2.1', ref1: 'otp', wa_source: 'api' },
              }),
            },
            {
              path: '/v2/SID-marketing/whatsapp/+919876500001/messages',
              key: 'key-marketing',
              body: expect.objectContaining({
                messaging_object: expect.objectContaining({ to: '+919876500001' }),
              }),
            },
          ]),
        );
      } finally {
        vendor.close();
      }
    },
    120_000,
  );

  it('tests a provider of somebody else by the conformance kit, under a test runner of its own', async () => {
    const app = await install('provider', await installedVersion('fast-check'));
    await exec(process.execPath, [TSC, '-p', app]);
    const { stdout } = await exec(process.execPath, ['--test', 'dist/acme.test.js'], { cwd: app });
    expect(stdout).toMatch(/\bfail 0\b/);
    const [, checks] = /The kit has (\d+) checks\./.exec(stdout) ?? [];
    expect(stdout).toMatch(new RegExp(`\\btests ${checks}\\b`));
    for (let number = 1; number <= 14; number++) expect(stdout).toContain(`${number}. `);
  }, 120_000);

  it('resolves with its types from an ES module', async () => {
    const attw = join(ROOT, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    const entries = ENTRIES.map((entry) => entry.replace('waypost/', ''));
    const profile = ['--profile', 'esm-only', '--format', 'json', '--entrypoints', ...entries];
    // It ends with an error where one of them does not resolve.
    const { stdout } = await exec(process.execPath, [attw, tarball, ...profile], { cwd: folder });
    for (const entry of ENTRIES) expect(stdout).toContain(entry.replace('waypost', '.'));
  }, 60_000);
});

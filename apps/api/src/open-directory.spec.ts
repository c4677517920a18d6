import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHttp } from 'waypost/providers';
import { openStore, type SenderRow, type Store } from 'waypost/store';
import { BootError } from './boot-error.js';
import { openDirectory, type DirectorySetup, type OpenDirectory } from './open-directory.js';

const BOOTSTRAP_API_KEY = `wp_${'a'.repeat(32)}`;
const TOKEN = 'a-token-that-nobody-may-read';

describe('the directory at the start', () => {
  const opened: OpenDirectory[] = [];
  let folder: string;
  let store: Store;

  beforeAll(() => void Logger.overrideLogger(false));

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'waypost-directory-'));
    store = await openStore(`sqlite:${join(folder, 'waypost.db')}`);
  });

  afterEach(async () => {
    opened.splice(0).forEach(({ watch }) => watch.stop());
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const shop = (more: object = {}) => ({
    id: 'shop',
    provider: 'memory',
    phone: '+919876500001',
    options: { baseUrl: 'http://127.0.0.1:1', token: TOKEN },
    ...more,
  });

  async function open(
    entries?: readonly object[],
    environment: Partial<DirectorySetup['environment']> = {},
  ): Promise<OpenDirectory> {
    const directory = await openDirectory(store, {
      environment: { DATA_DIR: folder, BOOTSTRAP_API_KEY, ...environment },
      http: createHttp(),
      ...(entries && { file: { entries, source: 'senders.json' } }),
    });
    opened.push(directory);
    return directory;
  }

  const row = async (id = 'shop'): Promise<SenderRow | undefined> =>
    (await store.directory.senders()).find((each) => each.id === id);
  const secretKey = () => randomBytes(32).toString('base64');

  describe('takes the senders file over', () => {
    it('with its credentials encrypted', async () => {
      const { senders } = await open([shop()]);
      expect(senders.find('shop')).toMatchObject({ kind: 'memory', state: 'active' });
      expect(await row()).toMatchObject({ managedBy: 'file', state: 'active' });
      expect((await row())?.options).not.toContain(TOKEN);
    });

    it('and leaves alone what has not changed', async () => {
      await open([shop()]);
      const before = await row();
      await open([shop()]);
      expect(await row()).toEqual(before);
    });

    it('with what has changed in it, and keeps an operator’s pause', async () => {
      await open([shop()]);
      const pause = { state: 'paused', pauseReason: 'It moves.', at: 1 } as const;
      await store.directory.changeSender('shop', pause);
      const { factory } = await open([shop({ options: { keep: 5 }, phone: '+919876500002' })]);
      const after = await row();
      expect(after).toMatchObject({ phone: '+919876500002', state: 'paused' });
      expect(after && factory.optionsOf(after)).toEqual({ keep: 5 });
    });

    it('and pauses what vanished from it, with a warning, until it is back', async () => {
      await open([shop(), shop({ id: 'stall' })]);
      const { warnings, fileSenders } = await open([shop()]);
      expect(warnings).toContainEqual(expect.stringMatching(/^Sender stall is no longer in the/));
      expect(await row('stall')).toMatchObject({ state: 'paused', managedBy: 'file' });
      expect([fileSenders.has('shop'), fileSenders.has('stall')]).toEqual([true, false]);
      await open([shop(), shop({ id: 'stall' })]);
      expect(await row('stall')).toMatchObject({ state: 'active', pauseReason: null });
    });

    it('also where the whole file is gone, and leaves senders of the API alone', async () => {
      const { factory } = await open([shop()]);
      const sender = { id: 'kiosk', provider: 'memory', phone: '+919876500002', limits: '{}' };
      const state = { managedBy: 'api', state: 'active', pauseReason: null, createdAt: 1 } as const;
      const options = factory.seal('kiosk', {});
      await store.directory.addSender({ ...sender, ...state, options });
      const { senders } = await open();
      expect(senders.find('shop')?.paused).toBe(true);
      expect(senders.find('kiosk')?.paused).toBe(false);
    });

    it('and a sender of the API that it names, with a warning', async () => {
      const { factory } = await open();
      const sender = { id: 'shop', provider: 'memory', phone: '+919876500002', limits: '{}' };
      const state = { managedBy: 'api', state: 'active', pauseReason: null, createdAt: 1 } as const;
      const options = factory.seal('shop', {});
      await store.directory.addSender({ ...sender, ...state, options });
      const { warnings } = await open([shop()]);
      expect(warnings).toContainEqual(expect.stringContaining('managed by the senders file'));
      expect(await row()).toMatchObject({ managedBy: 'file', phone: '+919876500001' });
    });

    it('only where it has no mistake', async () => {
      await open([shop()]);
      await expect(open([shop({ provider: 'memroy' })])).rejects.toThrow(BootError);
      expect(await row()).toMatchObject({ state: 'active' });
    });
  });

  describe('opens the stored credentials', () => {
    it('with SECRET_KEY, and without a warning', async () => {
      const SECRET_KEY = secretKey();
      await open([shop()], { SECRET_KEY });
      const { warnings, senders } = await open([shop()], { SECRET_KEY });
      expect(warnings).toEqual([]);
      expect(senders.find('shop')).toBeDefined();
    });

    it('with nothing else than the key that they were sealed with', async () => {
      await open([shop()], { SECRET_KEY: secretKey() });
      const wrong = open([shop()], { SECRET_KEY: secretKey() });
      await expect(wrong).rejects.toThrow(/^SECRET_KEY is not the one that the stored credentials/);
      await expect(open([shop()])).rejects.toThrow(/secret-key .*is missing/);
    });

    it('with a key file for its owner only where SECRET_KEY is not set, and says so', async () => {
      const { warnings } = await open([shop()]);
      const path = join(folder, 'secret-key');
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(warnings).toEqual([expect.stringContaining(path)]);
      expect((await open([shop()])).senders.find('shop')).toBeDefined();
    });

    it('but not where the key file is lost: no other is made in its place', async () => {
      await open([shop()]);
      rmSync(join(folder, 'secret-key'));
      await expect(open([shop()])).rejects.toThrow(/is missing: put the file back/);
      await expect(open([shop()])).rejects.toThrow(/is missing: put the file back/);
    });
  });

  it('makes an admin key once where none is given', async () => {
    const first = await open([], { BOOTSTRAP_API_KEY: undefined });
    expect(first.keys.authenticate(first.madeKey ?? '')?.reach).toEqual({ scopes: ['admin'] });
    const second = await open([], { BOOTSTRAP_API_KEY: undefined });
    expect(second.madeKey).toBeUndefined();
    expect(second.keys.authenticate(first.madeKey ?? '')).toBeDefined();
  });

  it('shows a sender of which no provider can be made, and goes on with the others', async () => {
    const { factory } = await open([shop()]);
    const state = { managedBy: 'api', state: 'active', pauseReason: null, createdAt: 1 } as const;
    const sender = { id: 'old', provider: 'acme', phone: '+919876500002', limits: '{}' };
    await store.directory.addSender({ ...sender, ...state, options: factory.seal('old', {}) });
    const { senders } = await open([shop()]);
    expect(senders.find('old')).toBeUndefined();
    expect(senders.troubleOf('old')).toBe('There is no provider acme in this version of Waypost.');
    expect(senders.find('shop')).toBeDefined();
  });
});

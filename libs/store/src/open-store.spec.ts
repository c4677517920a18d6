import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openStore } from './open-store.js';

describe('openStore', () => {
  it('refuses a URL of another database without showing it', async () => {
    const attempt = openStore('mysql://waypost:s3cret@db.example.com/waypost');
    await expect(attempt).rejects.toThrow(/must begin with "sqlite:" or "postgres:\/\/"/);
    await expect(attempt).rejects.not.toThrow(/s3cret/);
  });

  it('refuses a SQLite URL that names no file', async () => {
    await expect(openStore('sqlite:')).rejects.toThrow(/names no file/);
  });

  it('says so where a folder cannot be made, instead of trying for ever', async () => {
    await expect(openStore('sqlite:/proc/waypost/data/waypost.db')).rejects.toThrow(/ENOENT/);
  });

  it('makes the files of a SQLite database for their owner alone, in a folder that others may read too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'waypost-open-'));
    chmodSync(folder, 0o755);
    const store = await openStore(`sqlite:${join(folder, 'waypost.db')}`);
    const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600]);
    await store.close();
    rmSync(folder, { recursive: true });
  });
});

import fs, {
  chmodSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { BootError } from './boot-error.js';
import { keepKey } from './key-file.js';

describe('a kept API key', () => {
  let data: string;

  beforeEach(() => {
    data = join(mkdtempSync(join(tmpdir(), 'waypost-key-')), 'data');
  });
  afterEach(() => rmSync(dirname(data), { recursive: true }));

  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

  it('is made at the first start, for its owner only', () => {
    const kept = keepKey(data, 'api-key');
    expect(kept).toEqual({
      text: expect.stringMatching(/^wp_[0-9a-f]{48}$/),
      path: join(data, 'api-key'),
      made: true,
    });
    expect(readFileSync(kept.path, 'utf8')).toBe(`${kept.text}\n`);
    expect([mode(kept.path), mode(data)]).toEqual(['600', '700']);
  });

  it('is on the disk before anything is done with it, so that a loss of power leaves no empty file', () => {
    const flush = jest.spyOn(fs, 'fsyncSync');
    keepKey(data, 'api-key');
    expect(flush).toHaveBeenCalledTimes(1);
    keepKey(data, 'api-key');
    expect(flush).toHaveBeenCalledTimes(1);
    flush.mockRestore();
  });

  it('is the same at the next start', () => {
    const { text, path } = keepKey(data, 'api-key');
    expect(keepKey(data, 'api-key')).toEqual({ text, path, made: false });
  });

  it('is never there in part, even if the start is killed while it is made', () => {
    let before: string[] = [];
    const kept = keepKey(data, 'api-key', (whole, path) => {
      before = readdirSync(data);
      expect(readFileSync(whole, 'utf8')).toMatch(/^wp_[0-9a-f]{48}\n$/);
      linkSync(whole, path);
    });
    expect(before).toEqual([`api-key.${process.pid}`]);
    expect([kept.made, readdirSync(data)]).toEqual([true, ['api-key']]);
  });

  it('is that of another process which made it at the same time', () => {
    const kept = keepKey(data, 'api-key', (whole, path) => {
      writeFileSync(path, `wp_${'0'.repeat(48)}\n`);
      linkSync(whole, path);
    });
    expect(kept).toMatchObject({ made: false, text: `wp_${'0'.repeat(48)}` });
    expect(readdirSync(data)).toEqual(['api-key']);
  });

  it('is made on a file system without links as well', () => {
    const kept = keepKey(data, 'api-key', () => {
      throw Object.assign(new Error('no links here'), { code: 'EPERM' });
    });
    expect(readFileSync(kept.path, 'utf8')).toBe(`${kept.text}\n`);
    expect([kept.made, readdirSync(data)]).toEqual([true, ['api-key']]);
  });

  it('is another one under another name', () => {
    expect(keepKey(data, 'api-key').text).not.toBe(keepKey(data, 'demo-key').text);
  });

  it('is closed to others again where somebody had opened it', () => {
    const { path } = keepKey(data, 'api-key');
    chmodSync(path, 0o644);
    keepKey(data, 'api-key');
    expect(mode(path)).toBe('600');
  });

  it('is refused where the file holds something else, without quoting it', () => {
    const { path } = keepKey(data, 'api-key');
    writeFileSync(path, 'hunter2');
    const refusal = new BootError(
      `${path} does not hold the API key that it should: delete it, and a new one is made.`,
    );
    expect(() => keepKey(data, 'api-key')).toThrow(refusal);
  });

  it('names the folder that it cannot be kept in', () => {
    const file = join(tmpdir(), `waypost-no-folder-${process.pid}`);
    writeFileSync(file, '');
    expect(() => keepKey(file, 'api-key')).toThrow(/cannot be kept in .*\(EEXIST\).*DATA_DIR/);
  });
});

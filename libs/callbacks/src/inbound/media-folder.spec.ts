import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { MediaFolder, TooLarge } from './media-folder.js';

const AT = Date.parse('2026-11-26T02:10:00Z');
const KEEPER = { id: 'in_1', receivedAt: AT };
const take = () => undefined;

describe("the folder of users' files", () => {
  let root: string;
  let folder: MediaFolder;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'waypost-media-'));
    folder = new MediaFolder(join(root, 'media'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  async function* chunks(...parts: (string | Error)[]): AsyncIterable<Uint8Array> {
    for (const part of parts) {
      await Promise.resolve();
      if (part instanceof Error) throw part;
      yield Buffer.from(part);
    }
  }

  function names(): string[] {
    return readdirSync(join(root, 'media'), { recursive: true }).map(String).sort();
  }

  it('gives back what was written, readable to its owner alone', async () => {
    const written = await folder.write(KEEPER, chunks('by', 'tes'), 5, take);
    expect(written).toEqual({ size: 5, sha256: createHash('sha256').update('bytes').digest() });
    const file = await folder.open(KEEPER);
    expect(file?.size).toBe(5);
    expect(file && (await text(file.bytes))).toBe('bytes');
    expect(names()).toEqual(['2026-11-26T02', '2026-11-26T02/in_1']);
    expect(statSync(join(root, 'media/2026-11-26T02/in_1')).mode & 0o777).toBe(0o600);
    expect(statSync(join(root, 'media/2026-11-26T02')).mode & 0o777).toBe(0o700);
    expect(await folder.open({ id: 'in_2', receivedAt: AT })).toBeUndefined();
  });

  it.each([
    ['is larger than it may be', chunks('bytes', '!'), take, TooLarge],
    ['breaks off', chunks('by', new Error('cut')), take, /cut/],
    [
      'is not what it should be',
      chunks('bytes'),
      () => {
        throw new Error('another');
      },
      /another/,
    ],
  ])('keeps nothing of what %s', async (_name, body, accept, error) => {
    await expect(folder.write(KEEPER, body, 5, accept)).rejects.toThrow(error);
    expect(names()).toEqual(['2026-11-26T02']);
  });

  it('removes the files of hours that are over, and nothing else', async () => {
    const hour = 3_600_000;
    const keepers = [0, 1, 2].map((n) => ({ id: `in_${n}`, receivedAt: AT + n * hour }));
    for (const keeper of keepers) await folder.write(keeper, chunks('x'), 1, take);
    writeFileSync(join(root, 'media', 'notes.txt'), '');
    await folder.prune(AT + hour);
    expect(names().filter((name) => name.includes('in_'))).toEqual([
      '2026-11-26T03/in_1',
      '2026-11-26T04/in_2',
    ]);
    expect(names()).toContain('notes.txt');
    await new MediaFolder(join(root, 'none')).prune(AT);
  });

  it('removes the parts of files that nobody writes any more', async () => {
    await folder.write(KEEPER, chunks('x'), 1, take);
    const [old, young] = ['in_2.00.part', 'in_3.00.part'].map((name) =>
      join(root, 'media/2026-11-26T02', name),
    );
    for (const part of [old, young]) writeFileSync(part ?? '', '');
    utimesSync(old ?? '', 1_000, 1_000);
    await folder.removeParts(Date.now() - 3_600_000);
    expect(names()).toEqual(['2026-11-26T02', '2026-11-26T02/in_1', '2026-11-26T02/in_3.00.part']);
  });
});

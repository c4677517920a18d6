import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readSenders } from './read-senders.js';

describe('a senders file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'waypost-senders-'));

  function file(text: string): string {
    const path = join(folder, 'senders.json');
    writeFileSync(path, text);
    return path;
  }

  it('is read as JSON', () => {
    expect(readSenders(file('[{ "id": "shop" }]'))).toEqual([{ id: 'shop' }]);
  });

  it('is read also where it begins with a byte order mark', () => {
    expect(readSenders(file('\uFEFF[]'))).toEqual([]);
  });

  it('must be there', () => {
    const path = join(folder, 'missing.json');
    expect(() => readSenders(path)).toThrow(
      `The senders file ${path} cannot be read (ENOENT): SENDERS_FILE must name a file that is there.`,
    );
  });

  it.each([
    ['[{ "token": sk_hunter2 }]', ''],
    ['[{ "token": "sk_hunter2" ', ' (line 1 column 26)'],
    ['', ''],
  ])('that is not JSON is refused without quoting it: %j', (text, place) => {
    const path = file(text);
    const refusal = new RegExp(`^The senders file ${path} is not JSON.*: correct it\\.$`);
    expect(() => readSenders(path)).toThrow(refusal);
    expect(() => readSenders(path)).toThrow(`is not JSON${place}`);
    expect(() => readSenders(path)).not.toThrow(/hunter2/);
  });
});

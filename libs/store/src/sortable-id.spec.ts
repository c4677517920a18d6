import { describe, expect, it } from '@jest/globals';
import { sortableId } from './sortable-id.js';

describe('a sortable id', () => {
  it('is a prefix and a UUID version 7 without dashes', () => {
    for (let i = 0; i < 1_000; i++) {
      expect(sortableId('msg', Date.now())).toMatch(
        /^msg_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/,
      );
    }
  });

  it('begins with the time, so that ids sort by it', () => {
    const ids = [1, 1_000, 1_800_000_000_000].map((at) => sortableId('in', at));
    expect(ids.map((id) => Number.parseInt(id.slice(3, 15), 16))).toEqual([
      1, 1_000, 1_800_000_000_000,
    ]);
    expect([...ids].sort()).toEqual(ids);
  });

  it('has every digit at every place that is random, and every variant', () => {
    const ids = Array.from({ length: 5_000 }, () => sortableId('msg', 0).slice('msg_'.length));
    const seenAt = (place: number) => new Set(ids.map((id) => id[place])).size;
    expect([13, 14, 15].map(seenAt)).toEqual([16, 16, 16]);
    expect(seenAt(16)).toBe(4);
    expect(Array.from({ length: 15 }, (_, i) => seenAt(17 + i))).toEqual(Array(15).fill(16));
  });

  it('is never the same twice', () => {
    const ids = new Set(Array.from({ length: 10_000 }, () => sortableId('msg', 0)));
    expect(ids.size).toBe(10_000);
  });
});

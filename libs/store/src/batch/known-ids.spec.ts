import { describe, expect, it } from '@jest/globals';
import { KnownIds } from './known-ids.js';

const attempt = (message: number) => ({ message, attempt: 1 });

describe('the ids that a store remembers', () => {
  it('are those of the sender they were stored for', () => {
    const ids = new KnownIds();
    ids.addStored([[0, 'shop-in', 'gs-1', 7, 2]]);
    expect(ids.find('shop-in', 'gs-1')).toEqual({ message: 7, attempt: 2 });
    expect(ids.find('shop-uk', 'gs-1')).toBeUndefined();
  });

  it('are the latest ones, and never more than its bound', () => {
    const ids = new KnownIds();
    for (let n = 0; n < 100_000; n++) ids.add('shop-in', `gs-${n}`, attempt(n));
    expect(ids.find('shop-in', 'gs-0')).toBeUndefined();
    expect(ids.find('shop-in', 'gs-99999')).toEqual(attempt(99_999));
    expect(ids.size).toBeLessThanOrEqual(32_768);
  });

  it('are forgotten when what was stored may be gone', () => {
    const ids = new KnownIds();
    ids.add('shop-in', 'gs-1', attempt(1));
    ids.clear();
    expect(ids.find('shop-in', 'gs-1')).toBeUndefined();
  });
});

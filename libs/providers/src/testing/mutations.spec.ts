import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mutationsOf } from './mutations.js';

describe('the mutations of a JSON value', () => {
  const value = { a: [1, { b: 'c' }], d: null };

  it('reach every part of it', () => {
    const shapes = new Set(
      fc.sample(mutationsOf(value), 2_000).map((changed) => JSON.stringify(changed)),
    );
    const without = [{ d: null }, { a: [{ b: 'c' }], d: null }, { a: [1], d: null }];
    const deeper = [{ a: [1, {}], d: null }, { a: [1, { b: 'c' }] }];
    for (const shape of [...without, ...deeper]) expect(shapes).toContain(JSON.stringify(shape));
  });

  it('leave the value itself alone', () => {
    fc.sample(mutationsOf(value), 200);
    expect(value).toEqual({ a: [1, { b: 'c' }], d: null });
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { itemId } from './item-id.js';

const parts = fc.array(fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined }));

describe('the id of a callback item', () => {
  it('stays the same from release to release', () => {
    expect(itemId('status', 'wamid.abc', 'delivered', '1750030073')).toBe(
      'Zw7MNtILulU2hdw82fJyL2p6Sqe',
    );
  });

  it('is equal for equal parts and different for different ones', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const equal = JSON.stringify(one.map(String)) === JSON.stringify(other.map(String));
        expect(itemId(...one)).toBe(itemId(...one));
        if (!equal) expect(itemId(...one)).not.toBe(itemId(...other));
      }),
    );
  });

  it.each([
    [
      ['ab', 'c'],
      ['a', 'bc'],
    ],
    [['a', ''], ['a']],
    [[undefined], ['']],
    [['a', 'b'], ['a,b']],
    [['a', 'b'], ['a","b']],
  ])('tells %j from %j', (one, other) => {
    expect(itemId(...one)).not.toBe(itemId(...other));
  });
});

import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { ApiKeys } from './api-keys.js';

const ONE = `wp_${'1'.repeat(48)}`;
const TWO = `wp_${'2'.repeat(48)}`;

describe('ApiKeys', () => {
  const keys = new ApiKeys([ONE, TWO]);

  it('accepts each of its keys', () => {
    expect([keys.accepts(ONE), keys.accepts(TWO)]).toEqual([true, true]);
  });

  it.each(['', 'wp_', ONE.slice(0, -1), `${ONE}1`, ONE.toUpperCase(), ` ${ONE}`, `${ONE},${TWO}`])(
    'does not accept %j',
    (key) => {
      expect(keys.accepts(key)).toBe(false);
    },
  );

  it('accepts nothing where it has no key', () => {
    expect(new ApiKeys([]).accepts('')).toBe(false);
  });

  it('does not show its keys', () => {
    expect(inspect(keys, { depth: 10, showHidden: true })).not.toContain('1111');
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashKeyText, keyIdOf, makeKeyText } from './key-text.js';
import { covers, hasScope, reachesSender, SCOPES, type Reach } from './scope.js';

describe('the text of a key', () => {
  it('carries its id, 256 bits of secret and a checksum', () => {
    const { id, text, hash } = makeKeyText();
    expect(text).toMatch(new RegExp(`^wp_${id}_[0-9a-f]{72}$`));
    expect(keyIdOf(text)).toBe(id);
    expect(hashKeyText(text)).toBe(hash);
    expect(makeKeyText().text).not.toBe(text);
  });

  it('is not a key any more after one typing mistake', () => {
    const { text } = makeKeyText();
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...'0123456789abcdefz_'), (at, char) => {
        fc.pre(text[at] !== char);
        expect(keyIdOf(text.slice(0, at) + char + text.slice(at + 1))).toBeUndefined();
        expect(keyIdOf(text.slice(0, at))).toBeUndefined();
      }),
    );
  });
});

describe('what a key reaches', () => {
  it('is everything for an admin', () => {
    expect(SCOPES.every((scope) => hasScope({ scopes: ['admin'] }, scope))).toBe(true);
  });

  it('is its own senders only, where it names some', () => {
    expect(reachesSender({ scopes: [], senders: ['a'] }, 'a')).toBe(true);
    expect(reachesSender({ scopes: [], senders: ['a'] }, 'b')).toBe(false);
    expect(reachesSender({ scopes: [] }, 'b')).toBe(true);
  });

  it('is never given away beyond itself', () => {
    const reach = fc.record(
      {
        scopes: fc.subarray([...SCOPES]),
        senders: fc.subarray(['a', 'b', 'c']),
      },
      { requiredKeys: ['scopes'] },
    ) as fc.Arbitrary<Reach>;
    fc.assert(
      fc.property(
        reach,
        reach,
        fc.constantFrom(...SCOPES),
        fc.constantFrom('a', 'b', 'c', 'd'),
        (outer, inner, scope, sender) => {
          fc.pre(covers(outer, inner));
          if (hasScope(inner, scope)) expect(hasScope(outer, scope)).toBe(true);
          if (reachesSender(inner, sender)) expect(reachesSender(outer, sender)).toBe(true);
        },
      ),
    );
  });
});

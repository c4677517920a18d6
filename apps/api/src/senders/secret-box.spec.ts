import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CannotOpen, SecretBox } from './secret-box.js';

describe('sealing credentials', () => {
  const key = randomBytes(32);
  const box = new SecretBox(key);

  it('gives back what was sealed, and never the same text twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (plain, owner) => {
        const sealed = box.seal(plain, owner);
        expect(new SecretBox(key).open(sealed, owner)).toBe(plain);
        expect(box.seal(plain, owner)).not.toBe(sealed);
      }),
    );
  });

  it('does not open with another key, for another owner, or after any change', () => {
    const sealed = box.seal('{"token":"sk_1"}', 'shop-in');
    expect(() => new SecretBox(randomBytes(32)).open(sealed, 'shop-in')).toThrow(CannotOpen);
    expect(() => box.open(sealed, 'shop-sg')).toThrow(CannotOpen);
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ flip;
        expect(() => box.open(`v1.${changed.toString('base64url')}`, 'shop-in')).toThrow(
          CannotOpen,
        );
      }),
    );
  });

  it.each(['', 'v1.', 'v2.AAAA', 'plain text'])('does not open %j', (sealed) => {
    expect(() => box.open(sealed, 'shop-in')).toThrow(CannotOpen);
  });

  it('has a check value that is the key’s alone', () => {
    expect(new SecretBox(key).checkValue).toBe(box.checkValue);
    expect(new SecretBox(randomBytes(32)).checkValue).not.toBe(box.checkValue);
    expect(box.checkValue).not.toContain(key.toString('hex').slice(0, 8));
  });

  it('takes no key of another length', () => {
    expect(() => new SecretBox(randomBytes(16))).toThrow('32 bytes');
  });
});

import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { CallbackRejected } from './callback-rejected.js';
import { headerOf, HeaderSecret } from './header-secret.js';

describe('a secret in a header', () => {
  const place = 'the console';

  it('is not asked for where none is configured', () => {
    expect(HeaderSecret.of({}, place)).toBeUndefined();
  });

  it('stands in authorization unless another header is named, in whatever case', () => {
    const callbackSecret = 'Bearer of-the-vendor';
    expect(() => {
      HeaderSecret.of({ callbackSecret }, place)?.verify({ AUTHORIZATION: callbackSecret });
      const named = HeaderSecret.of({ callbackSecret, callbackHeader: 'X-Proof' }, place);
      named?.verify({ 'x-proof': callbackSecret });
    }).not.toThrow();
  });

  it.each([{}, { authorization: undefined }, { authorization: 'Bearer of-the-vendo' }])(
    'is missed in %j, and the refusal says where to set it and not what it is',
    (headers) => {
      const secret = HeaderSecret.of({ callbackSecret: 'Bearer of-the-vendor' }, place);
      expect(() => secret?.verify(headers)).toThrow(CallbackRejected);
      expect(() => secret?.verify(headers)).toThrow(/authorization header.*the console/);
      expect(() => secret?.verify(headers)).not.toThrow(/of-the-vendo/);
      expect(inspect(secret, { depth: 5, showHidden: true })).not.toContain('of-the-vendor');
    },
  );
});

describe('a header', () => {
  it('is found in any case', () => {
    expect(headerOf({ 'X-Proof': '1' }, 'x-PROOF')).toBe('1');
    expect(headerOf({ 'X-Proof': '1' }, 'proof')).toBeUndefined();
  });
});

import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { digestOf, mediaTypeOf } from './media-rules.js';

describe('the rules for files of users', () => {
  it.each([
    ['image', 'image/jpeg', 'image/jpeg', 'image/jpeg'],
    ['image', 'image/jpeg', 'image/jpg', 'image/jpeg'],
    ['image', undefined, 'image/png', 'image/png'],
    ['image', 'image/png', 'application/octet-stream', 'image/png'],
    ['image', 'image/png', undefined, 'image/png'],
    ['audio', 'audio/ogg; codecs=opus', 'application/ogg', 'audio/ogg; codecs=opus'],
    ['document', 'application/pdf', 'binary/octet-stream', 'application/pdf'],
    ['document', 'text/html', 'text/html; charset=utf-8', 'text/html'],
    ['document', undefined, 'text/csv', 'text/csv'],
    ['document', undefined, undefined, 'application/octet-stream'],
    ['document', 'application/vnd.ms-excel', 'application/zip', 'application/vnd.ms-excel'],
  ])('take %s told as %s and served as %s', (type, told, served, expected) => {
    expect(mediaTypeOf(type, told, served)).toBe(expected);
  });

  it.each([
    ['image', 'image/jpeg', 'text/html'],
    ['image', 'text/html', 'text/html'],
    ['image', undefined, 'application/json'],
    ['sticker', 'image/webp', 'image/png'],
    ['audio', 'audio/ogg', 'video/mp4'],
    ['video', 'image/svg+xml', undefined],
    ['document', 'application/pdf', 'text/html; charset=utf-8'],
    ['document', 'application/pdf\r\nset-cookie: x=1', undefined],
    ['document', 'pdf', undefined],
  ])('refuse %s told as %j and served as %s', (type, told, served) => {
    expect(mediaTypeOf(type, told, served)).toBeUndefined();
  });

  it('know a digest in base64 and in hex, and nothing else', () => {
    const digest = createHash('sha256').update('bytes').digest();
    for (const text of ['base64', 'base64url', 'hex'] as const) {
      expect(digestOf(digest.toString(text))).toEqual(digest);
    }
    expect(digestOf(digest.toString('hex').toUpperCase())).toEqual(digest);
    for (const text of [undefined, '', 'x', digest.toString('hex').slice(1)]) {
      expect(digestOf(text)).toBeUndefined();
    }
  });
});

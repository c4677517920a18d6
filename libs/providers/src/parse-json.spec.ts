import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from './parse-json.js';

const parse = (text: string) => parseJson(Buffer.from(text));

describe('parsing a body', () => {
  it('gives what JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        const value: unknown = JSON.parse(text);
        fc.pre(!/\d{16}/.test(text));
        expect(parse(text)).toEqual(value);
      }),
    );
  });

  it('keeps every digit of a whole number too long for a double', () => {
    expect(parse('{"id":25471872952416373,"text":"1234567890123456789"}')).toEqual({
      id: '25471872952416373',
      text: '1234567890123456789',
    });
    expect(parse('[-9007199254740993, 9007199254740991, 1234567890123456.5]')).toEqual([
      '-9007199254740993',
      9007199254740991,
      1234567890123456.5,
    ]);
  });

  it.each([undefined, null, '{}', 7, {}, [1]])(
    'gives undefined for %j, which is no bytes',
    (body) => {
      expect(parseJson(body as never)).toBeUndefined();
    },
  );

  it('skips a byte order mark', () => {
    expect(parse('\ufeff{}')).toEqual({});
  });

  it.each(['', '{', 'undefined', '<html>', '{}{}'])('gives nothing for %j', (text) => {
    expect(parse(text)).toBeUndefined();
  });

  it('gives nothing for what is nested beyond any sense, whatever its size', () => {
    expect(parse('['.repeat(64) + ']'.repeat(64))).toBeDefined();
    expect(parse('['.repeat(100) + ']'.repeat(100))).toBeUndefined();
    expect(parse('['.repeat(200_000) + ']'.repeat(200_000))).toBeUndefined();
    expect(parse(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`)).toBeUndefined();
  });

  it('gives nothing for lists of more facts than a vendor would tell at once, however they are spread', () => {
    const list = (count: number, each: string) => `[${Array(count).fill(each).join(',')}]`;
    expect(parse(list(40_000, '1'))).toHaveLength(40_000);
    expect(parse(list(60_000, '1'))).toBeUndefined();
    expect(parse(list(60_000, '{}'))).toBeUndefined();
    expect(parse(list(300, list(300, '{}')))).toBeUndefined();
    expect(parse(list(60_000, '[]'))).toBeUndefined();
    const members = Array.from({ length: 60_000 }, (_, at) => `"m${at}":[]`);
    expect(parse(`{${members.join(',')}}`)).toBeUndefined();
  });
});

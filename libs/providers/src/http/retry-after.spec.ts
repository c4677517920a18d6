import { describe, expect, it } from '@jest/globals';
import { MAX_RETRY_AFTER_MS, readRetryAfter } from './retry-after.js';

const NOW = Date.parse('2027-02-25T09:30:00Z');

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Thu, 25 Feb 2027 09:31:00 GMT', 60_000],
    ['Thu, 25 Feb 2027 09:29:00 GMT', 0],
    ['9999999999', MAX_RETRY_AFTER_MS],
    ['Thu, 25 Feb 2077 09:29:00 GMT', MAX_RETRY_AFTER_MS],
    ['Thu, 25 Feb 2027 09:31:00', undefined],
    ['2027-02-25 09:31:00', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['1e9', undefined],
    ['', undefined],
    ['soon', undefined],
    [undefined, undefined],
    [['1', '2'], undefined],
  ])('%j asks for %j ms', (header, ms) => {
    expect(readRetryAfter(header, NOW)).toBe(ms);
  });
});

import { describe, expect, it } from '@jest/globals';
import { parseTime } from './parse-time.js';

describe('parseTime', () => {
  it.each([
    ['2027-02-25T09:30:00Z', '2027-02-25T09:30:00.000Z'],
    ['2027-02-25T09:30:00+05:30', '2027-02-25T04:00:00.000Z'],
    ['2027-02-25T09:30-08:00', '2027-02-25T17:30:00.000Z'],
    ['2027-02-25T09:30:00.123456Z', '2027-02-25T09:30:00.123Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ])('reads %s', (text, time) => {
    expect(new Date(parseTime(text) ?? 0).toISOString()).toBe(time);
  });

  it.each([
    '2027-02-25T09:30:00',
    '2027-02-25',
    '2027-02-25 09:30:00Z',
    '2027-02-29T00:00:00Z',
    '2027-02-31T00:00:00Z',
    '2027-13-01T00:00:00Z',
    '2027-02-25T25:00:00Z',
    '2027-02-25T09:30:00+25:00',
    '2027-02-25T09:30:00+0530',
    'Thu, 25 Feb 2027 09:30:00 GMT',
    '1800000000',
    '',
    1_800_000_000,
    null,
    undefined,
    new Date(0),
  ])('does not read %p', (value) => {
    expect(parseTime(value)).toBeUndefined();
  });
});

import { describe, expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import { IsTime } from './is-time.decorator.js';

class Timed {
  @IsTime()
  readonly at: unknown;
}

function isTaken(at: unknown): boolean {
  return validateSync(Object.assign(new Timed(), { at })).length === 0;
}

describe('a time to come', () => {
  it.each(['2999-01-31T12:00:00Z', '2999-01-31T12:00+05:30', '2999-12-31T23:59:59.999Z'])(
    'may be %s',
    (at) => {
      expect(isTaken(at)).toBe(true);
    },
  );

  it.each([
    '1999-01-31T12:00:00Z',
    '2999-02-31T12:00:00Z',
    '2999-01-31T12:00:00',
    '2999',
    9e15,
    null,
  ])('is not %p', (at) => {
    expect(isTaken(at)).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Row } from '../step.js';
import { groupsOf, sharedRow } from './shared.js';

const shared = { by: 0, value: 2 };
const rows = fc.array(
  fc.tuple(fc.nat(), fc.constantFrom('sent', 'read'), fc.option(fc.string()), fc.nat(20)),
);

describe('rows that share an execution', () => {
  it('are the same but for where they may differ, and none is lost or comes twice', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const groups = groupsOf(given, shared);
        for (const [[, status, , n] = [], ...others] of groups) {
          for (const other of others) expect([other[1], other[3]]).toEqual([status, n]);
        }
        const all = groups.flat();
        expect(all).toHaveLength(given.length);
        expect(new Set(all)).toEqual(new Set<Row>(given));
      }),
    );
  });

  it('are found however a few kinds are mixed', () => {
    const mixed = Array.from({ length: 30 }, (_, n): Row => [n, `kind-${n % 3}`]);
    expect(groupsOf(mixed, { by: 0 }).map(({ length }) => length)).toEqual([10, 10, 10]);
  });

  it('give what they have in common once, and the rest as JSON', () => {
    const group: Row[] = [[7, 'sent', 'a "b"', 1], [8, 'sent', null, 1]]; // prettier-ignore
    expect(sharedRow(group, shared)).toEqual(['{"7":"a \\"b\\"","8":null}', 'sent', 1]);
    expect(sharedRow(group, { by: 0 })).toEqual(['[7,8]', 'sent', 'a "b"', 1]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { ALIKE, BULK, type Row, type RowsStatement } from '../step.js';
import { bulkAt } from './bulk.js';

const statement = (rows: readonly Row[]): RowsStatement => ({
  name: 'add',
  sql: 'one',
  bulk: 'several',
  alike: { sql: 'alike', same: [1], differ: [0, 2] },
  rows,
});
const rowsOf = (count: number, kind: (n: number) => string): Row[] =>
  Array.from({ length: count }, (_, n) => [n, kind(n), `text ${n}`]);

/** The statements by which all rows would be written, each with the number of its rows. */
function plan(rows: readonly Row[]): [string, number][] {
  const step = statement(rows);
  const plan: [string, number][] = [];
  let at = 0;
  for (let bulk = bulkAt(step, at); bulk; bulk = bulkAt(step, at)) {
    plan.push([bulk.sql, bulk.count]);
    at += bulk.count;
  }
  return [...plan, ['one', rows.length - at]];
}

describe('the statements for several rows', () => {
  it('take those that are alike together, then as many as fit, and leave the rest', () => {
    expect(plan(rowsOf(ALIKE + BULK + 3, () => 'same'))).toEqual([
      ['alike', ALIKE],
      ['several', BULK],
      ['one', 3],
    ]);
  });

  it('take rows that are not alike as well', () => {
    expect(plan(rowsOf(ALIKE, (n) => `kind ${n % 2}`))).toEqual([
      ['several', BULK],
      ['several', BULK],
      ['one', 0],
    ]);
  });

  it('bind what is the same once, and then row by row what differs', () => {
    const values = bulkAt(statement(rowsOf(ALIKE, () => 'same')), 0)?.values ?? [];
    expect(values.slice(0, 5)).toEqual(['same', 0, 'text 0', 1, 'text 1']);
    expect(values).toHaveLength(1 + ALIKE * 2);
  });

  it('take rows one by one where nothing else is given', () => {
    const { name, sql } = statement([]);
    expect(bulkAt({ name, sql, rows: rowsOf(ALIKE, () => 'same') }, 0)).toBeUndefined();
  });
});

import type { Row, Shared, Value } from '../step.js';

/** So many groups are kept open: what is mixed is of few kinds, and what differs everywhere must not cost more with each row. */
const OPEN_GROUPS = 8;
/** Half of a surrogate pair. */
const HALF = /\p{Cs}/gu;

/** The rows in groups of those that may share one execution. The order within a group is that of the rows. */
export function groupsOf(rows: readonly Row[], shared: Shared): readonly (readonly Row[])[] {
  const groups: [Row, ...Row[]][] = [];
  const open: [Row, ...Row[]][] = [];
  for (const row of rows) {
    const group = open.find(([first]) => mayShare(first, row, shared));
    if (group) group.push(row);
    else {
      const next: [Row] = [row];
      groups.push(next);
      if (open.unshift(next) > OPEN_GROUPS) open.pop();
    }
  }
  return groups;
}

/** The parameters of one execution for a group. */
export function sharedRow(group: readonly Row[], { by, value }: Shared): Row {
  const [first = []] = group;
  if (value === undefined) return first.with(by, JSON.stringify(group.map((row) => row[by])));
  // Written by hand: an object of so many numbers is a slow one.
  const values = group.map((row) => `"${Number(row[by])}":${jsonOf(row[value] ?? null)}`);
  return first.with(by, `{${values.join()}}`).toSpliced(value, 1);
}

function mayShare(one: Row, other: Row, { by, value }: Shared): boolean {
  return one.every((v, place) => place === by || place === value || v === other[place]);
}

// SQLite would take half of a surrogate pair out of JSON as it is, which is no UTF-8. Bound, it is replaced as well.
function jsonOf(value: Value): string {
  return JSON.stringify(typeof value === 'string' ? value.replace(HALF, '\ufffd') : value);
}

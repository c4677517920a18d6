import { ALIKE, type Alike, BULK, type Row, type RowsStatement, type Value } from '../step.js';

/** One execution that writes several rows. */
interface Bulk {
  readonly sql: string;
  readonly values: Row;
  readonly count: number;
}

/** The execution that writes most of the rows from a place on; undefined where no more than one fits. */
export function bulkAt({ bulk, alike, rows }: RowsStatement, at: number): Bulk | undefined {
  if (alike && areAlike(rows, at, alike)) {
    const values = alikeValues(rows.slice(at, at + ALIKE), alike);
    return { sql: alike.sql, values, count: ALIKE };
  }
  if (bulk === undefined || at + BULK > rows.length) return undefined;
  return { sql: bulk, values: rows.slice(at, at + BULK).flat(), count: BULK };
}

function areAlike(rows: readonly Row[], at: number, { same }: Alike): boolean {
  const first = rows[at];
  if (!first || at + ALIKE > rows.length) return false;
  for (let next = at + 1; next < at + ALIKE; next++) {
    const row = rows[next];
    for (const place of same) if (row?.[place] !== first[place]) return false;
  }
  return true;
}

function alikeValues(rows: readonly Row[], { same, differ }: Alike): Row {
  const values: Value[] = same.map((place) => rows[0]?.[place] ?? null);
  for (const row of rows) for (const place of differ) values.push(row[place] ?? null);
  return values;
}

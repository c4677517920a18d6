/** How many windows a page of a list or a feed looks at before it gives what it has. */
export const MAX_WINDOWS = 50;

/** Rows newest first, and where to go on; null at the end. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: number | null;
}

/** How a list is read: where the window before a position ends, and what fits between two positions. */
export interface Windows<Row> {
  end(before: number): Promise<number | undefined>;
  between(range: { after: number; before: number; limit: number }): Promise<readonly Row[]>;
}

/** Looks window by window, so that commits get their turn in between. */
export async function walk<Row extends { readonly position: number }>(
  windows: Windows<Row>,
  { before = Number.MAX_SAFE_INTEGER, limit }: { before?: number; limit: number },
): Promise<Page<Row>> {
  const rows: Row[] = [];
  let next = before;
  for (let looked = 0; looked < MAX_WINDOWS; looked += 1) {
    const end = await windows.end(next);
    const range = { after: end ?? 0, before: next, limit: limit - rows.length };
    rows.push(...(await windows.between(range)));
    const last = rows.at(-1);
    if (rows.length >= limit && last) return { rows, next: last.position };
    if (end === undefined) return { rows, next: null };
    next = end + 1;
  }
  return { rows, next };
}

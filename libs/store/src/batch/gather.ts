import type { MoveValues, Placed, RecordItem } from './op.js';

/** The items of several operations, each item once: it may come several times in one batch, and the first counts. */
export interface Gathered {
  readonly items: readonly RecordItem[];
  /** For each of them what tells it from others: see `itemKey`. */
  readonly keys: readonly string[];
  readonly moves: readonly (MoveValues | null)[];
  /** For each item as it came, its place among these. */
  readonly places: readonly number[];
}

export function gather(ops: readonly Placed<'record'>[]): Gathered {
  const items: RecordItem[] = [];
  const keys: string[] = [];
  const moves: (MoveValues | null)[] = [];
  const known = new Map<string, number>();
  const places = ops.flatMap(({ op }) =>
    op.items.map((item) => {
      const key = itemKey(item.sender, item.itemId);
      const place = known.get(key);
      if (place !== undefined) return place;
      known.set(key, items.length);
      keys.push(key);
      moves.push(item.move === null ? null : (op.moves[item.move] ?? null));
      return items.push(item) - 1;
    }),
  );
  return { items, keys, moves, places };
}

export function itemKey(sender: unknown, itemId: unknown): string {
  return `${String(sender)}\n${String(itemId)}`;
}

import type { Json } from '../fields.js';

interface Change {
  readonly field: string;
  readonly value: Json & { readonly statuses?: readonly Json[]; readonly metadata?: unknown };
}

interface Entry extends Json {
  readonly id?: string;
  readonly changes: readonly Change[];
}

/** Whether two changes may share one value: everything about them is the same but their statuses. */
const sharesValue = (one: Change, other: Change): boolean =>
  one.field === other.field &&
  one.value.statuses !== undefined &&
  other.value.statuses !== undefined &&
  JSON.stringify(one.value.metadata) === JSON.stringify(other.value.metadata);

const withChange = (changes: readonly Change[], next: Change): readonly Change[] => {
  const last = changes.at(-1);
  if (last === undefined || !sharesValue(last, next)) return [...changes, next];
  const statuses = [...(last.value.statuses ?? []), ...(next.value.statuses ?? [])];
  return [...changes.slice(0, -1), { ...last, value: { ...last.value, statuses } }];
};

/** Several callbacks of one app as one body, in Meta's way: entries by WABA, changes within, statuses within those. */
export const mergeGupshup = (callbacks: readonly Json[]): Json => {
  const entries: Entry[] = [];
  for (const entry of callbacks.flatMap(({ entry }) => entry as readonly Entry[])) {
    const last = entries.at(-1);
    if (last === undefined || last.id !== entry.id) {
      entries.push(entry);
      continue;
    }
    const changes = entry.changes.reduce(withChange, last.changes);
    entries[entries.length - 1] = { ...last, changes };
  }
  return { ...callbacks[0], entry: entries };
};

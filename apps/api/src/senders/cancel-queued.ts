import { canceled } from 'waypost/delivery';
import type { Store } from 'waypost/store';

const PAGE = 500;

/** Cancels every message of a sender that still waits, or those of them that were accepted before a time. Returns how many. */
export async function cancelQueued(store: Store, sender: string, until?: number): Promise<number> {
  const filter = { senders: [sender], statuses: ['queued'], until } as const;
  let count = 0;
  let before: number | undefined;
  do {
    const { rows, next } = await store.list(filter, { before, limit: PAGE });
    const now = Date.now();
    const changes = await store.transitionEach(rows.map((row) => canceled(row, now)));
    count += changes.filter(({ applied }) => applied).length;
    before = next ?? undefined;
  } while (before !== undefined);
  return count;
}

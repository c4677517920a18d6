import { canceled } from 'waypost/delivery';
import type { Store } from 'waypost/store';

const PAGE = 500;

/** Cancels every message of a sender that still waits. Returns how many. */
export async function cancelQueued(store: Store, sender: string): Promise<number> {
  let count = 0;
  let before: number | undefined;
  do {
    const filter = { senders: [sender], statuses: ['queued'] as const };
    const { rows, next } = await store.list(filter, {
      limit: PAGE,
      ...(before !== undefined && { before }),
    });
    const now = Date.now();
    const changes = await store.transitionEach(rows.map((row) => canceled(row, now)));
    count += changes.filter(({ applied }) => applied).length;
    before = next ?? undefined;
  } while (before !== undefined);
  return count;
}

import { graceEnded, orphaned } from 'waypost/delivery';
import type { AbandonedSender, Store } from 'waypost/store';
import { cancelQueued } from './cancel-queued.js';

const PAGE = 500;
/** Longer than a lease and an attempt last: then whoever was handing a message over has recorded the result, or is dead. */
const UNDER_WAY_MS = 60_000;

/**
 * Brings the messages of a deleted sender to their end: what is left `sending` becomes `unknown`, what is `unknown`
 * ends with its grace, what waits is canceled. Touches nothing of a sender that uses the id again.
 * @returns how many messages were canceled
 */
export async function settleAbandoned(
  store: Store,
  { id, epoch, deletedAt }: AbandonedSender,
  now: number,
): Promise<number> {
  if (deletedAt <= now - UNDER_WAY_MS) {
    const left = await store.stuck(id, epoch + 1, PAGE);
    await store.transitionEach(left.map((row) => orphaned(row, now)));
  }
  // What is to be retried is queued by this, and canceled after it.
  const doubtful = await store.unknownDue([id], now, PAGE);
  await store.transitionEach(doubtful.map((row) => graceEnded(row, now)));
  return cancelQueued(store, id, now);
}

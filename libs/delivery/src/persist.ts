import { setTimeout as sleep } from 'node:timers/promises';
import { CommitUnknown, StoreUnavailable } from 'waypost/store';

const FIRST_WAIT_MS = 100;
const LAST_WAIT_MS = 5_000;

/**
 * Repeats a write until the store has taken it. Only for writes that are a compare-and-set, so that a repetition of
 * one whose COMMIT was in doubt changes nothing.
 */
export async function persist<Result>(write: () => Promise<Result>): Promise<Result> {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(LAST_WAIT_MS, wait * 2)) {
    try {
      return await write();
    } catch (error) {
      if (!isAway(error)) throw error;
      await sleep(wait);
    }
  }
}

/** Whether the store is away for now, or does not know whether it wrote. */
export function isAway(error: unknown): boolean {
  return error instanceof StoreUnavailable || error instanceof CommitUnknown;
}

import { isAway, type Store } from 'waypost/store';

const FIRST_WAIT_MS = 100;
const LAST_WAIT_MS = 5_000;

/**
 * Repeats a write until the store has taken it, and at once when the store is back. Only for writes that are a
 * compare-and-set, so that a repetition of one whose COMMIT was in doubt changes nothing.
 * @throws StoreClosed once the store is closed, or what else the store has against it
 */
export async function persist<Result>(
  store: Pick<Store, 'onHealth'>,
  write: () => Promise<Result>,
): Promise<Result> {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(LAST_WAIT_MS, wait * 2)) {
    try {
      return await write();
    } catch (error) {
      if (!isAway(error)) throw error;
      await back(store, wait);
    }
  }
}

/** Resolves when the store says that it is back, or after a time. */
async function back(store: Pick<Store, 'onHealth'>, limitMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(end, limitMs);
    const stop = store.onHealth(({ ok }) => {
      if (ok) end();
    });
  });
}

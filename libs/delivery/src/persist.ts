import { isAway, type Store } from 'waypost/store';

const FIRST_WAIT_MS = 100;
const LAST_WAIT_MS = 5_000;

/**
 * Repeats a write until the store has taken it, and at once when the store is back. Only for writes that are a
 * compare-and-set, so that a repetition of one whose COMMIT was in doubt changes nothing.
 * @throws StoreClosed once the store is closed, or what else the store has against it
 */
export function persist<Result>(
  store: Pick<Store, 'onHealth'>,
  write: () => Promise<Result>,
): Promise<Result> {
  // Nearly always the first try is the last, and this is the hot path: nothing waits for it that is not needed.
  return write().catch((error: unknown) => repeat(store, write, error));
}

async function repeat<Result>(
  store: Pick<Store, 'onHealth'>,
  write: () => Promise<Result>,
  first: unknown,
): Promise<Result> {
  let error = first;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(LAST_WAIT_MS, wait * 2)) {
    if (!isAway(error)) throw error;
    await back(store, wait);
    try {
      return await write();
    } catch (next) {
      error = next;
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

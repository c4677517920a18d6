import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { StoreClosed, StoreUnavailable, type Health } from 'waypost/store';
import { sqlitePlace } from '../../../test/stores.js';
import { persist } from './persist.js';

describe('a write that must not be lost', () => {
  const listeners = new Set<(health: Health) => void>();
  const store = {
    onHealth: (listener: (health: Health) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  let isAway: boolean;
  let tries: number;
  const write = () => {
    tries++;
    return isAway ? Promise.reject(new StoreUnavailable('disk full')) : Promise.resolve('written');
  };

  beforeEach(() => {
    jest.useFakeTimers();
    isAway = true;
    tries = 0;
  });
  afterEach(() => void jest.useRealTimers());

  it('is repeated ever less often while the store is away, and at once when it is back', async () => {
    const written = persist(store, write);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(tries).toBeGreaterThan(10);
    expect(tries).toBeLessThan(20);
    isAway = false;
    for (const listener of listeners) listener({ ok: true, reason: null });
    expect(await written).toBe('written');
    expect([listeners.size, jest.getTimerCount()]).toEqual([0, 0]);
  });

  it('does not depend on being told', async () => {
    const written = persist(store, write);
    await jest.advanceTimersByTimeAsync(60_000);
    isAway = false;
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await written).toBe('written');
  });

  it('is given up once the store is closed', async () => {
    jest.useRealTimers();
    const place = await sqlitePlace();
    const opened = await place.open();
    const refusing = opened.find.bind(opened);
    let isClosed = false;
    const written = persist(opened, () =>
      isClosed ? refusing('msg_0') : Promise.reject(new StoreUnavailable('disk full')),
    );
    await opened.close();
    isClosed = true;
    await expect(written).rejects.toThrow(StoreClosed);
    await place.drop();
  });

  it('is not repeated where the store refuses it', async () => {
    const refusal = new Error('no such column');
    await expect(persist(store, () => Promise.reject(refusal))).rejects.toBe(refusal);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommitUnknown, StoreUnavailable } from 'waypost/store';
import { ENGINES } from '../../../test/stores.js';
import { PAIR_BURST } from './lane/pair-limiter.js';
import { EngineRig } from './testing/engine-rig.js';

describe.each(ENGINES)('a message whose COMMIT was not answered, on %s', (_name, open) => {
  let rig: EngineRig;

  beforeEach(async () => {
    rig = await EngineRig.start(open);
    await rig.until(await rig.post(), 'accepted');
  });

  afterEach(() => rig.close());

  it('is sent all the same if it is stored, for its caller may repeat the request and be told so', async () => {
    const insertEach = rig.store.insertEach.bind(rig.store);
    rig.store.insertEach = async (insertions) => {
      await insertEach(insertions);
      return insertions.map(() => new CommitUnknown('the thread of the database ended'));
    };
    const [id = ''] = await rig.postAll([{}]);
    await rig.until(id, 'accepted');
    expect(rig.handedOver.filter((each) => each === id)).toEqual([id]);
  });

  it('is sent all the same if it is stored only after the connection was lost', async () => {
    const insert = rig.store.insert.bind(rig.store);
    let stored = '';
    rig.store.insert = (insertion) => {
      stored = insertion.message.id;
      setTimeout(() => void insert(insertion), 500);
      return Promise.reject(new CommitUnknown('the connection failed'));
    };
    await expect(rig.post()).rejects.toThrow(CommitUnknown);
    await rig.until(stored, 'accepted');
    expect(rig.handedOver.slice(1)).toEqual([stored]);
  });

  it('is sent all the same if the store is away each time that it is looked for', async () => {
    const [insert, find] = [rig.store.insert.bind(rig.store), rig.store.find.bind(rig.store)];
    let stored = '';
    let looks = 0;
    rig.store.insert = (insertion) => {
      stored = insertion.message.id;
      setTimeout(() => void insert(insertion), 500);
      return Promise.reject(new CommitUnknown('the connection failed'));
    };
    rig.store.find = (id) => {
      const isAway = ++looks >= 2 && looks <= 4;
      return isAway ? Promise.reject(new StoreUnavailable('the database is away')) : find(id);
    };
    await expect(rig.post()).rejects.toThrow(CommitUnknown);
    while (!rig.handedOver.includes(stored)) await sleep(10);
    expect(rig.handedOver.slice(1)).toEqual([stored]);
  });

  it('is sent all the same if others came before it', async () => {
    const insert = rig.store.insert.bind(rig.store);
    await rig.configure({ paused: true });
    const before = await rig.post();
    let stored = '';
    rig.store.insert = async (insertion) => {
      await insert(insertion);
      stored = insertion.message.id;
      throw new CommitUnknown('the thread of the database ended');
    };
    await expect(rig.post()).rejects.toThrow(CommitUnknown);
    await rig.configure({ paused: false });
    await rig.until(before, 'accepted');
    await rig.until(stored, 'accepted');
    expect(rig.handedOver.slice(1)).toEqual([before, stored]);
  });

  it('costs its recipient nothing of the pair rate, if it was not stored at all', async () => {
    await rig.configure({ limits: { messagesPerSecond: 1_000, pairRate: true } });
    await rig.until(await rig.post(), 'accepted');
    const insert = rig.store.insert.bind(rig.store);
    rig.store.insert = () => Promise.reject(new StoreUnavailable('the database is away'));
    for (let i = 0; i < 3 * PAIR_BURST; i++) {
      await expect(rig.post()).rejects.toThrow(StoreUnavailable);
    }
    rig.store.insert = insert;
    for (let i = 0; i < 10; i++) await rig.until(await rig.post(), 'accepted');
  });

  it('costs its recipient nothing of the pair rate where the mark was in doubt', async () => {
    await rig.configure({ limits: { messagesPerSecond: 1_000, pairRate: true } });
    const start = rig.store.start.bind(rig.store);
    let refusals = 3;
    rig.store.start = async (starts) => {
      const marked = await start(starts);
      if (refusals-- > 0) throw new CommitUnknown('the connection failed');
      return marked;
    };
    const ids = await rig.postAll(Array.from({ length: PAIR_BURST }, () => ({ ordered: false })));
    for (const id of ids) await rig.until(id, 'accepted');
  });

  it('is reported where the store cannot even be asked for it', async () => {
    const fault = new Error('The index is damaged.');
    rig.store.insert = () => Promise.reject(new CommitUnknown('the connection failed'));
    rig.store.find = () => Promise.reject(fault);
    await expect(rig.post()).rejects.toThrow(CommitUnknown);
    while (rig.errors.length === 0) await sleep(5);
    expect(rig.errors).toEqual([fault]);
  });
});

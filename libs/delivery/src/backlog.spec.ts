import { beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageRow } from 'waypost/store';
import { newMessage } from '../../../test/stores.js';
import { Backlog } from './backlog.js';
import { FreshEntries, FreshSpace } from './fresh-entries.js';
import { Lane } from './lane/lane.js';
import { QueuedEntry } from './queued-entry.js';
import { steadyNow } from './steady-clock.js';

type Load = ConstructorParameters<typeof Backlog>[1]['load'];

describe('the backlog of a sender', () => {
  let lane: Lane<QueuedEntry>;
  let queue: MessageRow[];
  let loaded: number;
  let backlog: Backlog;

  const fill = () => backlog.fill(() => true);

  beforeEach(() => begin(new FreshSpace()));

  function begin(space: FreshSpace): void {
    const limits = { perSecond: 1_000, concurrency: 64, pairRate: false, perRecipient: 8 };
    lane = new Lane({ ...limits, capacity: 100 }, steadyNow() - 1_000);
    queue = [];
    loaded = 0;
    backlog = new Backlog('shop-in', { load, ready }, lane, new FreshEntries(space));
  }

  const page = (priority: number, after: number, limit: number) =>
    queue.filter((row) => row.priority === priority && row.position > after).slice(0, limit);

  function load(...[, priority, { after, limit }]: Parameters<Load>): Promise<MessageRow[]> {
    const rows = page(priority, after, limit);
    loaded += rows.length;
    return Promise.resolve(rows);
  }

  function ready(...[, priority, { after, limit }]: Parameters<Load>): Promise<number[]> {
    return Promise.resolve(page(priority, after, limit).map(({ position }) => position));
  }

  /** Stores a message that the lane does not get at once. */
  function accept(): void {
    const position = (queue.at(-1)?.position ?? 0) + 1;
    const message = newMessage({ recipient: `+1202${String(5_550_000 + position)}` });
    const row = { ...message, position, status: 'queued', attempts: 0, epoch: 0 } as MessageRow;
    queue.push(row);
    backlog.leave(new QueuedEntry(row));
  }

  it('takes what was accepted here from memory, in order', async () => {
    for (let n = 0; n < 60; n++) accept();
    await fill();
    expect(lane.size).toBe(60);
    expect(loaded).toBe(0);
  });

  it('takes nothing from memory that does not wait any more', async () => {
    for (let n = 0; n < 10; n++) accept();
    queue = queue.filter(({ position }) => position !== 4);
    await fill();
    expect(lane.size).toBe(9);
  });

  it('reads what it has no space to remember', async () => {
    begin(new FreshSpace(20));
    for (let n = 0; n < 60; n++) accept();
    await fill();
    expect(lane.size).toBe(60);
    expect(loaded).toBe(40);
  });
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageRow } from 'waypost/store';
import { newMessage } from '../../../test/stores.js';
import { Lane } from './lane/lane.js';
import { PutOff } from './put-off.js';
import type { QueuedEntry } from './queued-entry.js';
import { steadyNow } from './steady-clock.js';

const NOW = Date.now();
const CAPACITY = 4;

describe('what is put off', () => {
  let lane: Lane<QueuedEntry>;
  let queue: MessageRow[];
  let asked: number;
  let putOff: PutOff;

  const hasRoom = (priority: 0 | 1 | 2) => lane.sizeAt(priority) <= CAPACITY / 2;
  const fill = (now = NOW) => putOff.fill(now, hasRoom);

  beforeEach(() => {
    const limits = { perSecond: 1_000, concurrency: 64, pairRate: false, perRecipient: 2 };
    lane = new Lane({ ...limits, capacity: CAPACITY }, steadyNow() - 1_000);
    queue = [];
    asked = 0;
    putOff = new PutOff('shop-in', { loadDue, nextDue }, lane);
  });

  function loadDue(...[, priority, { now, limit }]: Parameters<LoadDue>): Promise<MessageRow[]> {
    asked += 1;
    const due = queue.filter((row) => row.priority === priority && row.dueAt <= now);
    return Promise.resolve(due.slice(0, limit));
  }

  function nextDue(): Promise<(number | null)[]> {
    asked += 1;
    const first = (priority: number) => queue.find((row) => row.priority === priority)?.dueAt;
    return Promise.resolve([0, 1, 2].map((priority) => first(priority) ?? null));
  }

  /** Puts a message off: by default it is due. */
  function add(changes: Partial<MessageRow> = {}): void {
    const position = queue.length + 1;
    const recipient = `+1202${String(5_550_000 + position)}`;
    const message = newMessage({ recipient, giveUpAt: NOW + 86_400_000, dueAt: NOW - 1 });
    const row = { ...message, position, status: 'queued', attempts: 0, epoch: 0, ...changes };
    queue.push(row as MessageRow);
  }

  function sendOne(): void {
    const entry = lane.next(steadyNow());
    if (!entry) throw new Error('The lane gave nothing.');
    queue = queue.filter(({ position }) => position !== entry.position);
    lane.done(entry, steadyNow());
  }

  it('is not asked for again while the lane is full', async () => {
    for (let n = 0; n < 10; n++) add();
    await fill();
    expect(lane.size).toBe(CAPACITY);
    const before = asked;
    for (let n = 1; n < 20; n++) await fill(NOW + n * 50);
    expect(asked).toBe(before);
    expect(putOff.nextAt).toBe(Infinity);
  });

  it('is not asked for again while its recipient has no room', async () => {
    for (let n = 0; n < 5; n++) add({ recipient: '+12025550100' });
    await fill();
    expect(lane.size).toBe(2);
    const before = asked;
    for (let n = 1; n < 20; n++) await fill(NOW + n * 50);
    expect(asked).toBe(before);
    expect(putOff.nextAt).toBe(Infinity);
  });

  it('follows as the lane sends', async () => {
    for (let n = 0; n < 10; n++) add();
    for (let n = 0; n < 10; n++) {
      await fill();
      sendOne();
    }
    expect(queue).toEqual([]);
  });

  it('comes on time at one priority while the lane is full at another', async () => {
    for (let n = 0; n < 10; n++) add({ priority: 2 });
    add({ priority: 0, dueAt: NOW + 60_000 });
    await fill();
    expect(putOff.nextAt).toBe(NOW + 60_000);
    await fill(NOW + 60_000);
    expect(lane.sizeAt(0)).toBe(1);
  });
});

type LoadDue = ConstructorParameters<typeof PutOff>[1]['loadDue'];

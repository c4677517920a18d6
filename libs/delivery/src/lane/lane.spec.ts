import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Lane } from './lane.js';
import type { LaneEntry, LaneLimits } from './lane-entry.js';
import { UNTIL_CHANGED } from './pauses.js';
import { PAIR_BURST, PAIR_INTERVAL_MS } from './pair-limiter.js';
import { burstOf } from './token-bucket.js';
import type { Priority } from './weighted-turns.js';

const LIMITS: LaneLimits = {
  perSecond: 1_000,
  concurrency: 1_000,
  pairRate: false,
  capacity: 10_000,
  perRecipient: 10_000,
};

let position = 0;
const entry = (given: Partial<Omit<LaneEntry, 'line'>> = {}): LaneEntry => {
  const made = {
    id: `msg_${position}`,
    position: ++position,
    recipient: `+1${position}`,
    priority: 1,
    ordered: true,
    giveUpAt: Infinity,
    ...given,
  } as const;
  return { ...made, line: `${made.priority} ${made.recipient}` };
};

interface Sent {
  readonly entry: LaneEntry;
  readonly at: number;
}

/** Runs the lane on a fake clock, waking only when it says so; each hand-over takes `latency`. */
function run(lane: Lane, until: number, from = 0, latency: (entry: LaneEntry) => number = () => 1) {
  const sent: Sent[] = [];
  const ends: { at: number; entry: LaneEntry }[] = [];
  let now = from;
  while (now <= until) {
    for (let next = lane.next(now); next; next = lane.next(now)) {
      sent.push({ entry: next, at: now });
      ends.push({ at: now + latency(next), entry: next });
    }
    ends.sort((a, b) => a.at - b.at);
    const wake = Math.min(lane.wakeAt(now) ?? Infinity, ends[0]?.at ?? Infinity);
    if (!Number.isFinite(wake)) break;
    expect(wake).toBeGreaterThan(now);
    now = wake;
    while (ends[0] && ends[0].at <= now) lane.done(ends.shift()!.entry, now);
  }
  return sent;
}

const positions = (sent: readonly Sent[]) => sent.map(({ entry: { position: p } }) => p);

describe('a lane', () => {
  it('begins with an empty bucket', () => {
    const lane = new Lane({ ...LIMITS, perSecond: 10 }, 0);
    lane.offer(entry(), 0);
    expect(lane.next(0)).toBeUndefined();
    expect(lane.wakeAt(0)).toBe(100);
    expect(lane.next(100)).toBeDefined();
  });

  it('never sends more than its rate and one burst in any second', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.array(fc.nat(2_000), { minLength: 50, maxLength: 400 }),
        (perSecond, arrivals) => {
          const lane = new Lane({ ...LIMITS, perSecond }, 0);
          const sent: Sent[] = [];
          let last = 0;
          for (const at of arrivals.toSorted((a, b) => a - b)) {
            sent.push(...run(lane, at - 1, last));
            lane.offer(entry(), at);
            last = at;
          }
          sent.push(...run(lane, 1_000_000, last));
          expect(sent).toHaveLength(arrivals.length);
          const most = perSecond + Math.max(1, Math.floor(perSecond / 10));
          for (const { at } of sent) {
            const within = sent.filter((s) => s.at >= at && s.at < at + 1_000);
            expect(within.length).toBeLessThanOrEqual(most);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('reaches its rate when it has enough to send', () => {
    const lane = new Lane({ ...LIMITS, perSecond: 80 }, 0);
    for (let i = 0; i < 1_000; i++) lane.offer(entry(), 0);
    expect(run(lane, 10_000).length).toBeGreaterThanOrEqual(799);
  });

  it('keeps the order of acceptance for one recipient and priority, whatever the order of arrival', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ recipient: fc.nat(5), priority: fc.nat(2) }), { minLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 7, maxLength: 7 }),
        (given, latencies) => {
          const lane = new Lane({ ...LIMITS, concurrency: 4 }, 0);
          const entries = given.map(({ recipient, priority }) =>
            entry({ recipient: `+${recipient}`, priority: priority as Priority }),
          );
          for (const e of entries.toReversed()) expect(lane.offer(e, 0)).toBe('taken');
          const ended = new Map<LaneEntry, number>();
          const sent = run(lane, 1e6, 0, (e) => {
            const latency = latencies[e.position % latencies.length] ?? 1;
            ended.set(e, latency);
            return latency;
          });
          expect(sent).toHaveLength(entries.length);
          const keys = new Set(entries.map((e) => `${e.recipient} ${e.priority}`));
          for (const key of keys) {
            const own = sent.filter(({ entry: e }) => `${e.recipient} ${e.priority}` === key);
            expect(positions(own)).toEqual(positions(own).toSorted((a, b) => a - b));
            for (const [i, { at }] of own.entries()) {
              const before = own[i - 1];
              if (before) expect(at).toBeGreaterThanOrEqual(before.at + ended.get(before.entry)!);
            }
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('lets unordered messages to one recipient run side by side', () => {
    const lane = new Lane(LIMITS, -1_000);
    for (let i = 0; i < 3; i++) lane.offer(entry({ recipient: '+1', ordered: false }), 0);
    expect([lane.next(0), lane.next(0), lane.next(0)]).not.toContain(undefined);
  });

  it('serves the priorities 16 : 4 : 1 when all have something, and starves none', () => {
    const lane = new Lane({ ...LIMITS, perSecond: 1_000 }, 0);
    for (const priority of [2, 1, 0] as const) {
      for (let i = 0; i < 500; i++) lane.offer(entry({ priority }), 0);
    }
    const sent = run(lane, 10_000).slice(0, 420);
    const count = (priority: Priority) => sent.filter((s) => s.entry.priority === priority).length;
    expect([count(0), count(1), count(2)]).toEqual([320, 80, 20]);
  });

  it('sends a high message at once, however long the campaign before it', () => {
    const lane = new Lane({ ...LIMITS, perSecond: 100 }, 0);
    for (let i = 0; i < 1_000; i++) lane.offer(entry({ priority: 2 }), 0);
    run(lane, 500);
    const urgent = entry({ priority: 0 });
    lane.offer(urgent, 501);
    expect(positions(run(lane, 530, 501))[0]).toBe(urgent.position);
  });

  it('owes nothing to a priority that was idle', () => {
    const lane = new Lane(LIMITS, 0);
    for (let i = 0; i < 300; i++) lane.offer(entry({ priority: 0 }), 0);
    run(lane, 250);
    for (let i = 0; i < 200; i++) lane.offer(entry({ priority: 2 }), 250);
    const sent = run(lane, 1_000, 251).slice(0, 34);
    expect(sent.filter((s) => s.entry.priority === 2).length).toBeLessThanOrEqual(3);
  });

  it('gives each recipient little of a burst that a former owner may have used, and the rest at the pair rate', () => {
    // How many leave at these times for a recipient who never runs out of messages.
    const leave = (...times: readonly number[]) => {
      const lane = new Lane({ ...LIMITS, pairRate: true }, 0, true);
      for (let i = 0; i < 100; i++) lane.offer(entry({ recipient: '+1' }), 0);
      return times.map((at) => {
        let count = 0;
        for (let one = lane.next(at); one; one = lane.next(at), count++) lane.done(one, at);
        return count;
      });
    };
    expect(leave(10_000, 40_000)).toEqual([6, 5]);
    expect(leave(40_000)).toEqual([11]);
    expect(leave(10_000_000)).toEqual([PAIR_BURST]);
  });

  it('keeps the pair rate of each recipient, and lets others pass meanwhile', () => {
    const lane = new Lane({ ...LIMITS, pairRate: true }, 0);
    for (let i = 0; i < PAIR_BURST + 3; i++) lane.offer(entry({ recipient: '+1' }), 0);
    for (let i = 0; i < 10; i++) lane.offer(entry({ recipient: `+2${i}` }), 0);
    const sent = run(lane, 1e6);
    const own = sent.filter(({ entry: e }) => e.recipient === '+1').map(({ at }) => at);
    expect(own).toHaveLength(PAIR_BURST + 3);
    expect(own[PAIR_BURST]! - own[0]!).toBeGreaterThanOrEqual(PAIR_INTERVAL_MS);
    expect(own.at(-1)! - own.at(-2)!).toBeGreaterThanOrEqual(PAIR_INTERVAL_MS - 1);
    const others = sent.filter(({ entry: e }) => e.recipient !== '+1').map(({ at }) => at);
    expect(Math.max(...others)).toBeLessThan(PAIR_INTERVAL_MS);
  });

  describe('with hand-overs that never begin', () => {
    const pairLane = (now = 0) => new Lane({ ...LIMITS, pairRate: true }, now);

    it('costs their recipient nothing of the pair rate', () => {
      const lane = pairLane();
      for (let i = 0; i < PAIR_BURST; i++)
        lane.offer(entry({ recipient: '+1', ordered: false }), 0);
      const taken = Array.from({ length: PAIR_BURST }, () => lane.next(1_000)!);
      for (const one of taken.toReversed()) expect(lane.undo(one, 2_000, 2_000)).toBe(true);
      const again = run(lane, 3_000, 2_000);
      expect(again).toHaveLength(PAIR_BURST);
    });

    it('keeps no slot that is only being accepted and then is not', () => {
      const lane = pairLane(-1_000);
      for (let i = 0; i < 2 * PAIR_BURST; i++) {
        const one = entry({ recipient: '+1' });
        expect(lane.reserve(one, i)).toBe(true);
        lane.undo(one, i);
      }
      expect(lane.size).toBe(0);
    });

    it('gives no slot back that would have gone by unused', () => {
      const lane = pairLane();
      const own = () => entry({ recipient: '+1', ordered: false });
      lane.offer(own(), 0);
      const late = lane.next(1_000)!;
      const later = 100_000;
      for (let i = 0; i < 2 * PAIR_BURST; i++) lane.offer(own(), later);
      lane.done(lane.next(later)!, later);
      lane.undo(late, later);
      expect(run(lane, later + 1_000, later)).toHaveLength(PAIR_BURST - 1);
    });

    it('never lets more leave than the rate and the pair rate with their bursts, whenever they turn out not to begin', () => {
      const perSecond = 200;
      const rush = Array.from({ length: 200 }, (_, i) => ({
        wait: 10,
        undone: null,
        recipient: i % 2,
        ordered: false,
      }));
      const turn = fc.record({
        wait: fc.oneof(
          { weight: 4, arbitrary: fc.nat(10) },
          { weight: 1, arbitrary: fc.integer({ min: 6_000, max: 400_000 }) },
        ),
        undone: fc.option(fc.nat(800_000), { freq: 2 }),
        recipient: fc.nat(1),
        ordered: fc.boolean(),
      });
      fc.assert(
        fc.property(fc.array(turn, { maxLength: 60 }), (turns) => {
          const lane = new Lane({ ...LIMITS, perSecond, pairRate: true }, 0);
          const sent: { at: number; recipient: string }[] = [];
          let open: { entry: LaneEntry; at: number }[] = [];
          let now = 1_000;
          for (const [i, { wait, undone, recipient, ordered }] of [...turns, ...rush].entries()) {
            // All that is still open is undone in the middle of the rush.
            const isLast = i === turns.length + 10;
            lane.offer(entry({ recipient: `+${recipient}`, ordered }), now);
            for (let next = lane.next(now); next; next = lane.next(now)) {
              if (undone !== null) open.push({ entry: next, at: now + undone });
              else {
                sent.push({ at: now, recipient: next.recipient });
                lane.done(next, now);
              }
            }
            now += wait;
            for (const { entry: one, at } of open) {
              if (at <= now || isLast) lane.undo(one, now, now);
            }
            open = open.filter(({ at }) => at > now && !isLast);
          }
          const isKept = (times: readonly number[], burst: number, interval: number) =>
            times.every((from, i) =>
              times.slice(i).every((to, k) => k + 1 <= burst + (to - from) / interval + 1e-6),
            );
          expect(
            isKept(
              sent.map(({ at }) => at),
              burstOf(perSecond),
              1_000 / perSecond,
            ),
          ).toBe(true);
          for (const to of ['+0', '+1']) {
            const own = sent.filter(({ recipient }) => recipient === to).map(({ at }) => at);
            expect(isKept(own, PAIR_BURST, PAIR_INTERVAL_MS)).toBe(true);
          }
        }),
        { numRuns: 100 },
      );
    });
  });

  it('has no more under way than its concurrency', () => {
    const lane = new Lane({ ...LIMITS, concurrency: 3 }, -1_000);
    for (let i = 0; i < 5; i++) lane.offer(entry(), 0);
    const first = [lane.next(0), lane.next(0), lane.next(0)];
    expect(first).not.toContain(undefined);
    expect(lane.next(0)).toBeUndefined();
    expect(lane.wakeAt(0)).toBeUndefined();
    lane.done(first[0]!, 1);
    expect(lane.next(1)).toBeDefined();
  });

  it('takes only a few entries per recipient, ordered or not, and only so many at each priority', () => {
    const lane = new Lane({ ...LIMITS, capacity: 3, perRecipient: 2, pairRate: true }, 0);
    const one = entry({ recipient: '+1' });
    expect(lane.offer(one, 0)).toBe('taken');
    expect(lane.offer(one, 0)).toBe('held');
    expect(lane.offer(entry({ recipient: '+1' }), 0)).toBe('taken');
    expect(lane.offer(entry({ recipient: '+1' }), 0)).toBe('crowded');
    expect(lane.offer(entry({ recipient: '+1', ordered: false }), 0)).toBe('crowded');
    expect(lane.offer(entry(), 0)).toBe('taken');
    expect(lane.offer(entry(), 0)).toBe('full');
    expect(lane.offer(entry({ priority: 0 }), 0)).toBe('taken');
    expect([0, 1, 2].map((priority) => lane.sizeAt(priority as Priority))).toEqual([1, 3, 0]);
    expect(lane.size).toBe(4);
  });

  it('holds up to half of its room for a recipient where neither order nor a pair rate holds them up', () => {
    const lane = new Lane({ ...LIMITS, capacity: 100, perRecipient: 2 }, 0);
    const offer = (ordered: boolean) => lane.offer(entry({ recipient: '+1', ordered }), 0);
    const free = Array.from({ length: 51 }, () => offer(false));
    expect(free).toEqual([...Array<string>(50).fill('taken'), 'crowded']);
    expect([offer(true), offer(true), offer(true)]).toEqual(['taken', 'taken', 'crowded']);
    expect(lane.offer(entry(), 0)).toBe('taken');
    expect(run(lane, 1_000)).toHaveLength(53);
    expect(lane.footprint()).toBe(0);
  });

  it('hands nothing over whose time is over, and spends no slot on it', () => {
    const lane = new Lane({ ...LIMITS, perSecond: 10 }, 0);
    for (let i = 0; i < 5; i++) lane.offer(entry({ recipient: '+1', giveUpAt: 99 }), 0);
    const living = entry({ recipient: '+1', giveUpAt: 101 });
    lane.offer(living, 0);
    expect(lane.next(100)).toBe(living);
    expect(lane.size).toBe(1);
  });

  describe('with a refusal for now', () => {
    it('keeps the place in the order during a short back-off', () => {
      const lane = new Lane(LIMITS, -1_000);
      const [first, second] = [entry({ recipient: '+1' }), entry({ recipient: '+1' })];
      lane.offer(first, 0);
      lane.offer(second, 0);
      lane.next(0);
      expect(lane.done(first, 10, 5_000)).toBe(true);
      expect(lane.next(4_999)).toBeUndefined();
      expect(lane.wakeAt(10)).toBe(5_000);
      expect(lane.next(5_000)).toBe(first);
    });

    it('lets the successors pass during a long one, and forgets the entry', () => {
      const lane = new Lane(LIMITS, -1_000);
      const [first, second] = [entry({ recipient: '+1' }), entry({ recipient: '+1' })];
      lane.offer(first, 0);
      lane.offer(second, 0);
      lane.next(0);
      expect(lane.done(first, 10, 10 + 30_001)).toBe(false);
      expect(lane.next(10)).toBe(second);
      expect(lane.size).toBe(1);
    });
  });

  describe('with a pause', () => {
    it('of the sender, sends nothing until it ends', () => {
      const lane = new Lane(LIMITS, -1_000);
      lane.offer(entry(), 0);
      lane.pauses.pauseSender(5_000);
      expect(lane.next(4_999)).toBeUndefined();
      expect(lane.wakeAt(1)).toBe(5_000);
      expect(lane.next(5_000)).toBeDefined();
    });

    it('until a change, waits for the change', () => {
      const lane = new Lane(LIMITS, -1_000);
      lane.offer(entry(), 0);
      lane.pauses.pauseSender(UNTIL_CHANGED);
      expect(lane.wakeAt(1)).toBeUndefined();
      lane.pauses.resumeSender();
      expect(lane.next(1)).toBeDefined();
    });

    it('of a recipient for long, or of a template, gives its entries back to the store and lets the others pass', () => {
      const lane = new Lane(LIMITS, -1_000);
      const other = entry();
      lane.offer(entry({ recipient: '+1' }), 0);
      lane.offer(entry({ template: 'sale' }), 0);
      lane.offer(other, 0);
      lane.pauses.pauseRecipient('+1', 60_000);
      lane.pauses.pauseTemplate('sale', 9_000);
      expect(lane.next(1)).toBe(other);
      expect(lane.next(1)).toBeUndefined();
      expect(lane.size).toBe(1);
      expect(lane.offer(entry({ recipient: '+1' }), 2)).toBe('paused');
      expect(lane.offer(entry({ template: 'sale' }), 2)).toBe('paused');
      expect(lane.offer(entry({ recipient: '+1' }), 60_000)).toBe('taken');
    });

    it('of a recipient for a moment, keeps its entries in their order, also those that come meanwhile', () => {
      const lane = new Lane(LIMITS, -1_000);
      const own = [1, 2, 3].map(() => entry({ recipient: '+1' }));
      const other = entry();
      lane.offer(own[0]!, 0);
      lane.offer(own[1]!, 0);
      lane.pauses.pauseRecipient('+1', 9_000);
      lane.offer(other, 0);
      expect(lane.next(1)).toBe(other);
      expect(lane.next(1)).toBeUndefined();
      expect(lane.offer(own[2]!, 2)).toBe('taken');
      expect(lane.wakeAt(2)).toBe(9_000);
      expect(positions(run(lane, 10_000, 9_000))).toEqual(own.map((e) => e.position));
    });
  });

  describe('reserving for a message that is just being accepted', () => {
    it('gives it the slots when nothing goes before it', () => {
      const lane = new Lane(LIMITS, -1_000);
      expect(lane.reserve(entry(), 0)).toBe(true);
      expect(lane.inFlight).toBe(1);
    });

    it('leaves no trace when it does not', () => {
      fc.assert(
        fc.property(fc.constantFrom('waiting', 'busy', 'token', 'pair', 'paused'), (why) => {
          const lane = new Lane({ ...LIMITS, perSecond: 100, pairRate: true }, 0);
          const now = 1_000;
          let clock = now;
          if (why === 'waiting') lane.offer(entry(), now);
          if (why === 'busy') expect(lane.reserve(entry({ recipient: '+1' }), now)).toBe(true);
          if (why === 'paused') lane.pauses.pauseRecipient('+1', 1e9);
          if (why === 'token') while (lane.reserve(entry(), now));
          if (why === 'pair') {
            for (let i = 0; i < PAIR_BURST; i++) {
              const e = entry({ recipient: '+1' });
              clock += 10;
              expect(lane.reserve(e, clock)).toBe(true);
              lane.done(e, clock);
            }
          }
          const [size, inFlight] = [lane.size, lane.inFlight];
          expect(lane.reserve(entry({ recipient: '+1' }), clock)).toBe(false);
          expect([lane.size, lane.inFlight]).toEqual([size, inFlight]);
        }),
      );
    });
  });

  it('forgets recipients it has nothing to do with any more', () => {
    const lane = new Lane({ ...LIMITS, perSecond: 100_000, pairRate: true }, 0);
    for (let i = 0; i < 5_000; i++) {
      const e = entry();
      const now = 10_000 + i * 10;
      lane.offer(e, now);
      expect(lane.next(now)).toBe(e);
      lane.done(e, now);
    }
    expect(lane.size).toBe(0);
    expect(lane.footprint()).toBeLessThan(3_000);
  });

  it('forgets the pauses of recipients whom nobody writes to again', () => {
    const lane = new Lane(LIMITS, 0);
    for (let i = 0; i < 5_000; i++) lane.pauses.pauseRecipient(`+3${i}`, 100);
    for (let i = 0; i < 5_000; i++) {
      const e = entry();
      lane.offer(e, 200 + i);
      lane.done(lane.next(200 + i)!, 200 + i);
    }
    expect(lane.footprint()).toBeLessThan(100);
  });
});

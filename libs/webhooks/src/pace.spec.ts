import { describe, expect, it } from '@jest/globals';
import { Pace } from './pace.js';

const HOLD = { first: 1_000, most: 60_000 };

describe('the pace of an endpoint', () => {
  it('is halved by a failure down to one request, and doubled by a success', () => {
    const pace = new Pace(32, HOLD);
    expect(pace.limitAt(0)).toBe(32);
    pace.failed(0);
    pace.failed(0);
    expect(pace.limitAt(0)).toBe(8);
    pace.succeeded();
    expect(pace.limitAt(0)).toBe(16);
    for (let n = 0; n < 4; n++) pace.failed(0);
    expect(pace.limitAt(0)).toBe(1);
  });

  it('rests after several failures in a row, ever longer, and up to a minute', () => {
    const pace = new Pace(2, HOLD);
    for (let n = 0; n < 5; n++) pace.failed(0);
    expect(pace.limitAt(999)).toBe(0);
    expect(pace.limitAt(1_000)).toBe(1);
    // What fails while it rests was under way before.
    pace.failed(1_000);
    pace.failed(1_000);
    expect(pace.limitAt(2_999)).toBe(0);
    expect(pace.limitAt(3_000)).toBe(1);
    let now = 3_000;
    for (let n = 0; n < 10; n++) pace.failed((now += 60_000));
    expect(pace.limitAt(now + 59_999)).toBe(0);
    expect(pace.limitAt(now + 60_000)).toBe(1);
  });

  it('comes back with a success, or when somebody asks for it', () => {
    const pace = new Pace(2, HOLD);
    for (let n = 0; n < 5; n++) pace.failed(0);
    pace.succeeded();
    expect(pace.limitAt(0)).toBe(2);
    for (let n = 0; n < 5; n++) pace.failed(0);
    pace.lift();
    expect(pace.limitAt(0)).toBe(1);
  });

  it('rests as the consumer asks for, whatever still succeeds that began before', () => {
    const pace = new Pace(8, HOLD);
    pace.failed(0, 30_000);
    pace.succeeded();
    expect(pace.limitAt(29_999)).toBe(0);
    expect(pace.limitAt(30_000)).toBe(8);
    pace.failed(30_000, 30_000);
    pace.lift();
    expect(pace.limitAt(30_000)).toBe(4);
  });

  it('rests for as long as the consumer asks for, and no more than an hour', () => {
    const pace = new Pace(8, HOLD);
    pace.failed(0, 30_000);
    expect(pace.limitAt(29_999)).toBe(0);
    expect(pace.limitAt(30_000)).toBe(4);
    pace.failed(30_000, 1e12);
    expect(pace.limitAt(30_000 + 3_600_000)).toBe(2);
  });
});

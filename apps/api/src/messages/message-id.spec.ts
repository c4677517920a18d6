import { describe, expect, it } from '@jest/globals';
import { newMessageId } from './message-id.js';

describe('a message id', () => {
  it('is a UUID version 7 without dashes', () => {
    expect(newMessageId()).toMatch(/^msg_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
  });

  it('begins with the time, so that ids sort by it', () => {
    const before = Date.now();
    const time = Number.parseInt(newMessageId().slice(4, 16), 16);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
  });

  it('is never the same twice', () => {
    const ids = new Set(Array.from({ length: 10_000 }, newMessageId));
    expect(ids.size).toBe(10_000);
  });
});

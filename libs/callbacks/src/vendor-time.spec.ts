import { describe, expect, it } from '@jest/globals';
import { timeOf } from './vendor-time.js';

const RECEIVED_AT = Date.parse('2026-11-26T10:00:00Z');

describe('the time of what a vendor tells', () => {
  it("is the vendor's, however late it is told", () => {
    const occurredAt = '2026-11-19T10:00:00.000Z';
    expect(timeOf({ occurredAt }, RECEIVED_AT)).toBe(Date.parse(occurredAt));
  });

  it('is that of its receipt where the vendor gives none, or one that is still to come', () => {
    expect(timeOf({}, RECEIVED_AT)).toBe(RECEIVED_AT);
    expect(timeOf({ occurredAt: '2031-01-01T00:00:00.000Z' }, RECEIVED_AT)).toBe(RECEIVED_AT);
  });
});

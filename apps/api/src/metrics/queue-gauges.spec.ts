import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { registerQueueGauges } from './queue-gauges.js';

describe('the gauges of what waits', () => {
  it('count a large queue once for many readers, and again after a rest', async () => {
    let counts = 0;
    const store = {
      depths: async () => {
        counts += 1;
        await sleep(50);
        return { ready: [], scheduled: [] };
      },
      health: () => ({ ok: true, reason: null }),
    };
    const registry = new Registry();
    registerQueueGauges(registry, store);
    for (let reader = 0; reader < 5; reader++) await registry.metrics();
    expect(counts).toBe(1);
    while (counts === 1) {
      await registry.metrics();
      await sleep(20);
    }
  });
});

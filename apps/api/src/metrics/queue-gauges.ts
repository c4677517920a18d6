import { Gauge, type Registry } from 'prom-client';
import type { Depths, Store } from 'waypost/store';
import { pacedReading } from './paced-reading.js';

const PRIORITIES = ['high', 'normal', 'low'] as const;

/** Gauges of what waits, read from the store when they are asked for; where it cannot be read, they have no value. */
export function registerQueueGauges(
  registry: Registry,
  store: Pick<Store, 'depths' | 'health'>,
): void {
  const registers = [registry];
  const depth = new Gauge({
    name: 'waypost_queue_depth',
    help: 'Queued messages, by sender: those that may be sent now by priority, and those that wait for their time.',
    labelNames: ['sender', 'state'],
    registers,
    collect: () => read(),
  });
  const oldest = new Gauge({
    name: 'waypost_queue_oldest_seconds',
    help: 'The age of the oldest message that may be sent now, by sender and priority.',
    labelNames: ['sender', 'state'],
    registers,
    collect: () => read(),
  });
  new Gauge({
    name: 'waypost_store_up',
    help: '1 while the store can be written.',
    registers,
    collect() {
      this.set(store.health().ok ? 1 : 0);
    },
  });

  // All gauges are asked for at the same time; the depths are read once for them.
  const read = pacedReading(async () => fill(await store.depths().catch(() => undefined)));

  function fill(depths: Depths | undefined): void {
    depth.reset();
    oldest.reset();
    const now = Date.now();
    for (const { sender, priority, count, oldestAt } of depths?.ready ?? []) {
      depth.labels(sender, PRIORITIES[priority]).set(count);
      oldest.labels(sender, PRIORITIES[priority]).set(Math.max(0, now - oldestAt) / 1_000);
    }
    for (const { sender, count } of depths?.scheduled ?? []) {
      depth.labels(sender, 'scheduled').set(count);
    }
  }
}

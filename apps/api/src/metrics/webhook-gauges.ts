import { Gauge, type Registry } from 'prom-client';
import type { WebhookDepth, Webhooks } from 'waypost/store';
import { pacedReading } from './paced-reading.js';

/** How many endpoints have a series of their own; the rest are one. */
const MOST = 100;
const OTHERS = 'others';

/** Gauges of what waits for webhooks, read from the store when they are asked for; where it cannot be read, they have no value. */
export function registerWebhookGauges(
  registry: Registry,
  webhooks: Pick<Webhooks, 'depths'>,
): void {
  const registers = [registry];
  const pending = new Gauge({
    name: 'waypost_webhook_pending',
    help: 'Deliveries that wait for their first or next attempt, by webhook; beyond the hundred longest queues, all in one.',
    labelNames: ['webhook'],
    registers,
    collect: () => read(),
  });
  const oldest = new Gauge({
    name: 'waypost_webhook_oldest_seconds',
    help: 'The age of the oldest delivery that waits, by webhook.',
    labelNames: ['webhook'],
    registers,
    collect: () => read(),
  });
  // Both gauges are asked for at the same time; the depths are read once for them.
  const read = pacedReading(async () => fill(await webhooks.depths().catch(() => [])));

  function fill(depths: readonly WebhookDepth[]): void {
    pending.reset();
    oldest.reset();
    const now = Date.now();
    for (const { webhook, count, oldestAt } of bounded(depths)) {
      pending.labels(webhook).set(count);
      oldest.labels(webhook).set(Math.max(0, now - oldestAt) / 1_000);
    }
  }
}

function bounded(depths: readonly WebhookDepth[]): readonly WebhookDepth[] {
  const longest = [...depths].sort((a, b) => b.count - a.count);
  const rest = longest.splice(MOST);
  if (rest.length === 0) return longest;
  const count = rest.reduce((sum, depth) => sum + depth.count, 0);
  const oldestAt = Math.min(...rest.map((depth) => depth.oldestAt));
  return [...longest, { webhook: OTHERS, count, oldestAt }];
}

import type { DeliverySender } from './delivery-sender.js';
import type { LaneLimits } from './lane/lane-entry.js';

/**
 * A lane holds so many seconds of its rate at each priority, within these bounds: more would only wait in memory until
 * it is old, and old objects cost the garbage collector most. But always twice of what may be under way.
 */
const SECONDS_HELD = 4;
const LEAST_HELD = 256;
const MOST_HELD = 512;
const PER_RECIPIENT = 8;

/** What the lane of a sender keeps to, with the defaults for what is not set. */
export function limitsOf({ limits }: DeliverySender): LaneLimits {
  const { messagesPerSecond: perSecond = 80, concurrency = 64, pairRate = true } = limits;
  const ahead = Math.min(MOST_HELD, perSecond * SECONDS_HELD);
  const capacity = Math.max(LEAST_HELD, 2 * concurrency, ahead);
  return { perSecond, concurrency, pairRate, capacity, perRecipient: PER_RECIPIENT };
}

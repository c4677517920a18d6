import type { Priority } from './weighted-turns.js';

/** A queued message as the lane sees it: where it stands, and what it shares with others. */
export interface LaneEntry {
  /** Unique. */
  readonly id: string;
  /** Its place in the order of acceptance; infinite while the message is only being accepted. */
  readonly position: number;
  readonly recipient: string;
  /** Its recipient at its priority, as one text: what is ordered keeps its order there. Made once, for it is asked for often. */
  readonly line: string;
  readonly priority: Priority;
  /** Whether it must not be handed over before what was posted earlier to the same recipient at the same priority. */
  readonly ordered: boolean;
  /** The template's name, where it has one: Meta pauses templates. */
  readonly template?: string;
  /** From then on it is not handed over any more. */
  readonly giveUpAt: number;
}

/** What a lane keeps to. */
export interface LaneLimits {
  /** Messages per second; the burst is a tenth of it, at least one. */
  readonly perSecond: number;
  /** Messages under way at once. */
  readonly concurrency: number;
  /** Whether to keep Meta's limit for each recipient (one per 6 s with a burst of 45). */
  readonly pairRate: boolean;
  /** How many entries the lane holds in memory at each priority. */
  readonly capacity: number;
  /** How many of them may be for one recipient at one priority, where those wait for each other. */
  readonly perRecipient: number;
}

/**
 * `taken`: the lane holds it now. `held`: it did already. `full`: no room at its priority. `crowded`: no room for its
 * recipient. `paused`: its template is paused, or its recipient for long. What is not taken waits in the store.
 */
export type Offer = 'taken' | 'held' | 'full' | 'crowded' | 'paused';

/** A predecessor in a back-off or a pause longer than this lets its successors pass. */
export const ORDER_PATIENCE_MS = 30_000;

import type { LaneEntry, LaneLimits } from './lane-entry.js';
import type { Priority } from './weighted-turns.js';

/**
 * What a lane holds, and how much more it takes: so much at each priority, so that a campaign leaves the place of a
 * one-time code free, and a little for each recipient, for those wait for each other; half of it where they do not.
 */
export class Room {
  readonly #ids = new Set<string>();
  #departures = 0;
  readonly #byPriority: [number, number, number] = [0, 0, 0];
  readonly #byRecipient = new Map<string, number>();

  constructor(
    private readonly limits: Pick<LaneLimits, 'capacity' | 'perRecipient' | 'pairRate'>,
  ) {}

  get size(): number {
    return this.#ids.size;
  }

  /** How many have left it so far. */
  get departures(): number {
    return this.#departures;
  }

  sizeAt(priority: Priority): number {
    return this.#byPriority[priority];
  }

  /** How many recipients have something here at a priority. */
  get recipients(): number {
    return this.#byRecipient.size;
  }

  /** Why there is no room for an entry; undefined where there is. */
  refusal(entry: LaneEntry): 'held' | 'full' | 'crowded' | undefined {
    if (this.#ids.has(entry.id)) return 'held';
    const { capacity, perRecipient } = this.limits;
    if (this.#byPriority[entry.priority] >= capacity) return 'full';
    const theirs = this.#byRecipient.get(this.#keyOf(entry)) ?? 0;
    const limit = this.#isFree(entry) ? Math.max(capacity / 2, perRecipient) : perRecipient;
    return theirs >= limit ? 'crowded' : undefined;
  }

  add(entry: LaneEntry): void {
    const key = this.#keyOf(entry);
    this.#ids.add(entry.id);
    this.#byPriority[entry.priority] += 1;
    this.#byRecipient.set(key, (this.#byRecipient.get(key) ?? 0) + 1);
  }

  remove(entry: LaneEntry): void {
    if (!this.#ids.delete(entry.id)) return;
    this.#departures += 1;
    const key = this.#keyOf(entry);
    const left = (this.#byRecipient.get(key) ?? 0) - 1;
    this.#byPriority[entry.priority] -= 1;
    if (left > 0) this.#byRecipient.set(key, left);
    else this.#byRecipient.delete(key);
  }

  /** Whether it waits for no other message to its recipient. */
  #isFree({ ordered }: LaneEntry): boolean {
    return !ordered && !this.limits.pairRate;
  }

  #keyOf(entry: LaneEntry): string {
    return this.#isFree(entry) ? `${entry.line} free` : entry.line;
  }
}

import type { LaneEntry } from './lane-entry.js';

/** What waits for one recipient at one priority, in order; at most one of them is under way. */
export class RecipientQueue<Entry extends LaneEntry = LaneEntry> {
  readonly #entries: Entry[] = [];

  constructor(readonly key: string) {}

  /** Whether one of them is being handed over. */
  busy = false;
  /** The slot of the pair rate that it took, where there is such a rate. */
  pairSlot?: number;
  /** Whether it stands in a ready ring or a wait list already. */
  listed = false;

  get length(): number {
    return this.#entries.length;
  }

  get head(): Entry | undefined {
    return this.#entries[0];
  }

  /** By position, for what comes back from the store may stand before what is here. */
  insert(entry: Entry): void {
    let at = this.#entries.length;
    while (at > 0 && (this.#entries[at - 1]?.position ?? 0) > entry.position) at--;
    if (at === this.#entries.length) this.#entries.push(entry);
    else this.#entries.splice(at, 0, entry);
  }

  shift(): Entry | undefined {
    return this.#entries.shift();
  }

  remove(entry: Entry): void {
    const at = this.#entries.indexOf(entry);
    if (at >= 0) this.#entries.splice(at, 1);
  }
}

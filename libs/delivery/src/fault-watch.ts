const FIRST_PROBE_MS = 60_000;
const LAST_PROBE_MS = 900_000;

/** Remembers that an operator must act, and how long to wait before the next single probe. */
export class FaultWatch {
  #wait = 0;

  get isOpen(): boolean {
    return this.#wait > 0;
  }

  /** The fault was met (again). Returns when to probe. */
  met(now: number): number {
    this.#wait = this.isOpen ? Math.min(LAST_PROBE_MS, this.#wait * 2) : FIRST_PROBE_MS;
    return now + this.#wait;
  }

  /** Somebody else met it, who shares what is at fault. */
  heard(): void {
    if (!this.isOpen) this.#wait = FIRST_PROBE_MS;
  }

  /** It works again, or somebody changed something. Returns whether there was a fault. */
  clear(): boolean {
    const wasOpen = this.isOpen;
    this.#wait = 0;
    return wasOpen;
  }
}

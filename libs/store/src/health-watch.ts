import { CommitUnknown, isAway, StoreClosed, StoreUnavailable } from './errors.js';
import type { Health } from './store.js';

const HEALTHY: Health = { ok: true, reason: null };
const PROBE_EVERY_MS = 250;

/** Knows whether the database can be written, and after a failure tries until it can again. */
export class HealthWatch {
  private state: Health = HEALTHY;
  private readonly listeners = new Set<(health: Health) => void>();
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  /** `probe` rejects as long as the database cannot be written. */
  constructor(private readonly probe: () => Promise<void>) {}

  get health(): Health {
    return this.state;
  }

  onChange(listener: (health: Health) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Takes note of an error if it is the database's fault, and gives it back: as `StoreClosed` where it will not return. */
  note(error: unknown): unknown {
    if (!isAway(error)) return error;
    if (this.closed) return error instanceof CommitUnknown ? error : new StoreClosed();
    this.change({ ok: false, reason: error.reason });
    this.schedule();
    return error;
  }

  /** Throws at once while the database is known to be away, instead of letting everybody find out. */
  check(): void {
    if (this.closed) throw new StoreClosed();
    if (this.state.reason !== null) throw new StoreUnavailable(this.state.reason);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.listeners.clear();
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => void this.tryAgain(), PROBE_EVERY_MS);
  }

  private async tryAgain(): Promise<void> {
    try {
      await this.probe();
      this.timer = undefined;
      this.change(HEALTHY);
    } catch {
      this.timer = undefined;
      if (!this.closed) this.schedule();
    }
  }

  private change(health: Health): void {
    if (health.ok === this.state.ok && health.reason === this.state.reason) return;
    this.state = health;
    for (const listener of this.listeners) listener(health);
  }
}

import type { Engine } from '../engine.js';

const EVERY_MS = 50;

/** Hints between replicas. They may be lost: the poll of the store is the truth. */
export class Hints {
  private readonly listeners = new Set<(sender: string) => void>();
  /** Senders hinted at within the last interval; true where another hint was asked for since. */
  private readonly recent = new Map<string, boolean>();
  /** Hinted at in this turn of the event loop: one statement tells of all. */
  private readonly now = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly engine: Engine) {
    engine.onNotified((sender) => {
      for (const listener of this.listeners) listener(sender);
    });
  }

  /** Sends a hint in this turn, or after the rest of the interval if one was sent a moment ago. */
  give(sender: string): void {
    if (this.engine.dialect === 'sqlite') return;
    if (this.recent.has(sender)) {
      this.recent.set(sender, true);
      return;
    }
    this.recent.set(sender, false);
    if (this.now.size === 0) setImmediate(() => this.sendNow());
    this.now.add(sender);
    this.timer ??= setTimeout(() => this.turn(), EVERY_MS).unref();
  }

  onHint(listener: (sender: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close(): void {
    clearTimeout(this.timer);
    this.listeners.clear();
  }

  private sendNow(): void {
    this.send([...this.now]);
    this.now.clear();
  }

  private turn(): void {
    const again = [...this.recent].flatMap(([sender, asked]) => (asked ? [sender] : []));
    this.recent.clear();
    for (const sender of again) this.recent.set(sender, false);
    if (again.length > 0) this.send(again);
    this.timer = again.length > 0 ? setTimeout(() => this.turn(), EVERY_MS).unref() : undefined;
  }

  private send(senders: readonly string[]): void {
    // A hint that is lost costs a second at most.
    this.engine.notify(senders).catch(() => undefined);
  }
}

import type { OnApplicationShutdown } from '@nestjs/common';
import type { Directory } from 'waypost/store';

/** Something kept in memory of what the store's directory holds. */
export interface Follower {
  /** Reads it anew. */
  refresh(): Promise<void>;
}

const EVERY_MS = 500;

/**
 * Keeps what this process remembers of keys and senders up to date: whatever any replica changes is known here within
 * a second, while the store can be read.
 */
export class DirectoryWatch implements OnApplicationShutdown {
  #seen = -1;
  #last: Promise<void> = Promise.resolve();
  #timer?: NodeJS.Timeout;
  #isChecking = false;

  constructor(
    private readonly directory: Pick<Directory, 'revision'>,
    private readonly followers: readonly Follower[],
  ) {}

  /** Reads everything once, and from then on whenever it has changed. */
  async start(): Promise<void> {
    await this.refresh();
    this.#timer = setInterval(() => void this.#poll(), EVERY_MS).unref();
  }

  /** For whoever has just changed something: it is known here when this resolves, or soon after if the store is away. */
  async catchUp(): Promise<void> {
    await this.refresh().catch(() => undefined);
  }

  /** Reads what has changed, now. */
  refresh(): Promise<void> {
    // One after the other, so that an older reading never replaces a newer one.
    const next = this.#last.catch(() => undefined).then(() => this.#check());
    this.#last = next;
    return next;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Nest's own hook. */
  onApplicationShutdown(): void {
    this.stop();
  }

  async #check(): Promise<void> {
    const revision = await this.directory.revision();
    if (revision === this.#seen) return;
    await Promise.all(this.followers.map((follower) => follower.refresh()));
    this.#seen = revision;
  }

  // A store that is away now is read again in the next round; until then, what is in memory stands.
  async #poll(): Promise<void> {
    if (this.#isChecking) return;
    this.#isChecking = true;
    await this.catchUp();
    this.#isChecking = false;
  }
}

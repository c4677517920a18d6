import { setTimeout as sleep } from 'node:timers/promises';
import type { Lease, Leases } from 'waypost/store';

/** Long enough that a busy second does not lose a lease, short enough that a dead replica's senders soon move on. */
export const LEASE_MS = 10_000;
/** A lease that is about to end is not used any more. */
const MARGIN_MS = 2_000;

/** The right to drive one sender, as the lane sees it. */
export interface Held {
  readonly epoch: number;
  /** Whether it is ours for some time yet, on this process's own monotonic clock; ask just before writing to a socket. */
  isValid(): boolean;
}

export interface LeaseEvents {
  acquired(lease: Lease, held: Held): Promise<void>;
  /** The sender is another's from now on: nothing of it may begin any more. */
  lost(sender: string): Promise<void>;
}

/** Keeps this replica's leases: says that it lives, takes its share, and gives back what is too much. */
export class LeaseKeeper {
  readonly #held = new Map<string, Lease>();
  #validUntil = 0;
  readonly #end = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly replica: string,
    private readonly leases: Leases,
    private readonly events: LeaseEvents,
  ) {}

  /** Takes the first leases, and from then on keeps them by itself. */
  async start(): Promise<void> {
    await this.tick();
    this.#loop = this.#keep();
  }

  /** Renews, takes and gives back. */
  async tick(): Promise<void> {
    const asked = performance.now();
    const { held, surplus } = await this.leases.tick(this.replica, LEASE_MS);
    this.#validUntil = asked + LEASE_MS - MARGIN_MS;
    const now = new Map(held.map((lease) => [lease.sender, lease]));
    await this.#drop((lease) => now.get(lease.sender)?.epoch !== lease.epoch);
    for (const lease of held) {
      if (this.#held.has(lease.sender)) continue;
      await this.#open(lease);
    }
    await this.#giveBack([...this.#held.keys()].slice(0, surplus));
  }

  /** Gives everything back, after the lanes have ended. */
  async stop(): Promise<void> {
    this.#end.abort();
    await this.#loop;
    this.#held.clear();
    await this.leases.leave(this.replica);
  }

  async #open(lease: Lease): Promise<void> {
    this.#held.set(lease.sender, lease);
    try {
      await this.events.acquired(lease, this.#view(lease));
    } catch (error) {
      // Not begun, so the next round begins it.
      this.#held.delete(lease.sender);
      throw error;
    }
  }

  #view(lease: Lease): Held {
    return {
      epoch: lease.epoch,
      isValid: () => performance.now() < this.#validUntil && this.#held.get(lease.sender) === lease,
    };
  }

  async #keep(): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      // A store that is away cannot renew: the leases run out by themselves, and nothing is sent without one.
      await sleep(LEASE_MS / 3, undefined, { ref: false, signal })
        .then(() => this.tick())
        .catch(() => undefined);
    }
  }

  async #drop(isGone: (lease: Lease) => boolean): Promise<void> {
    for (const lease of [...this.#held.values()].filter(isGone)) {
      this.#held.delete(lease.sender);
      await this.events.lost(lease.sender);
    }
  }

  async #giveBack(senders: readonly string[]): Promise<void> {
    if (senders.length === 0) return;
    await this.#drop(({ sender }) => senders.includes(sender));
    await this.leases.release(this.replica, senders);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Lease, Leases } from 'waypost/store';

/** Long enough that a busy second does not lose a lease, short enough that a dead replica's senders soon move on. */
const LEASE_MS = 10_000;
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
  /** Senders whose lanes come to their end; until then the lease is renewed, so that nobody else begins. */
  readonly #ending = new Map<string, Promise<void>>();
  #validUntil = 0;
  readonly #end = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  #last: Promise<void> = Promise.resolve();

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
  tick(): Promise<void> {
    // One after the other, so that an older answer never undoes a newer one.
    this.#last = this.#last.catch(() => undefined).then(() => this.#tick());
    return this.#last;
  }

  /** Resolves when the lanes that were lost or given back so far have ended. */
  async ended(): Promise<void> {
    await Promise.all(this.#ending.values());
  }

  /** Gives everything back, after the lanes have ended. */
  async stop(): Promise<void> {
    this.#end.abort();
    await this.#loop;
    this.#held.clear();
    await this.leases.leave(this.replica);
  }

  async #tick(): Promise<void> {
    const asked = performance.now();
    const { held, surplus } = await this.leases.tick(this.replica, LEASE_MS);
    this.#validUntil = asked + LEASE_MS - MARGIN_MS;
    const now = new Map(held.map((lease) => [lease.sender, lease]));
    for (const { sender, epoch } of this.#held.values()) {
      if (now.get(sender)?.epoch !== epoch) this.#drop(sender);
    }
    for (const lease of held) {
      if (!this.#held.has(lease.sender) && !this.#ending.has(lease.sender)) await this.#open(lease);
    }
    const going = held.filter(({ sender }) => this.#ending.has(sender)).length;
    const excess = [...this.#held.keys()].slice(0, Math.max(0, surplus - going));
    for (const sender of excess) {
      this.#drop(sender, () => this.leases.release(this.replica, [sender]));
    }
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

  // Not awaited: what is under way may take as long as its vendor does, and the other leases would run out.
  #drop(sender: string, after?: () => Promise<void>): void {
    this.#held.delete(sender);
    const ending = this.events
      .lost(sender)
      .then(after)
      // Where the store is away, the lease is still ours in the next round, and the lane is opened again.
      .catch(() => undefined)
      .finally(() => this.#ending.delete(sender));
    this.#ending.set(sender, ending);
  }
}

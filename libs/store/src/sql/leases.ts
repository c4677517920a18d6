import type { Compiler } from '../dialect.js';
import { type LeaseQueries, leaseQueries } from '../queries/lease-queries.js';
import type { Lease } from '../rows.js';
import type { Tuple } from '../step.js';
import type { Leases, LeaseTick } from '../store.js';
import type { WatchedEngine } from './watched-engine.js';

export class SqlLeases implements Leases {
  private readonly queries: LeaseQueries;

  constructor(
    private readonly engine: WatchedEngine,
    db: Compiler,
  ) {
    this.queries = leaseQueries(db, engine.dialect);
  }

  async tick(replica: string, ttlMs: number): Promise<LeaseTick> {
    const ttl = ttlMs;
    const [, renewed = [], replicas = [], [count] = []] = await this.engine.run([
      this.queries.seen({ replica }),
      this.queries.renew({ replica, ttl }),
      this.queries.replicas({ ttl }),
      this.queries.senders({}),
    ]);
    const alive = replicas.map(([id]) => String(id));
    const share = shareOf(alive.indexOf(replica), alive.length, Number(count?.[0] ?? 0));
    const kept = renewed.map(lease);
    const missing = share - kept.length;
    const acquired = missing > 0 ? await this.acquire(replica, ttl, missing) : [];
    return { held: [...kept, ...acquired], acquired, surplus: Math.max(0, -missing) };
  }

  async release(replica: string, senders: readonly string[]): Promise<void> {
    await this.engine.run([this.queries.release({ replica, senders: JSON.stringify(senders) })]);
  }

  async leave(replica: string): Promise<void> {
    await this.engine.run([this.queries.releaseAll({ replica }), this.queries.forget({ replica })]);
  }

  private async acquire(replica: string, ttl: number, limit: number): Promise<Lease[]> {
    const [taken = []] = await this.engine.run([this.queries.acquire({ replica, ttl, limit })]);
    return taken.map(lease);
  }
}

/** An even share, the rest going to the first: every replica comes to the same result from the same list. */
function shareOf(rank: number, replicas: number, senders: number): number {
  const others = Math.max(1, replicas);
  return Math.floor(senders / others) + (rank < senders % others ? 1 : 0);
}

function lease([sender, epoch]: Tuple): Lease {
  return { sender: String(sender), epoch: Number(epoch) };
}

import type { Compiler } from '../dialect.js';
import type { Engine } from '../engine.js';
import type { HealthWatch } from '../health-watch.js';
import { type LeaseQueries, leaseQueries } from '../queries/lease-queries.js';
import type { Lease } from '../rows.js';
import type { Statement, Tuple } from '../step.js';
import type { Leases, LeaseTick } from '../store.js';

export class SqlLeases implements Leases {
  private readonly queries: LeaseQueries;

  constructor(
    private readonly engine: Engine,
    private readonly watch: HealthWatch,
    db: Compiler,
  ) {
    this.queries = leaseQueries(db, engine.dialect);
  }

  async tick(replica: string, ttlMs: number): Promise<LeaseTick> {
    const ttl = ttlMs;
    const [, renewed = [], replicas = [], [count] = []] = await this.run([
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
    await this.run([this.queries.release({ replica, senders: JSON.stringify(senders) })]);
  }

  async leave(replica: string): Promise<void> {
    await this.run([this.queries.releaseAll({ replica }), this.queries.forget({ replica })]);
  }

  private async acquire(replica: string, ttl: number, limit: number): Promise<Lease[]> {
    const [taken = []] = await this.run([this.queries.acquire({ replica, ttl, limit })]);
    return taken.map(lease);
  }

  private async run(statements: readonly Statement[]): Promise<readonly (readonly Tuple[])[]> {
    try {
      return await this.engine.run(statements);
    } catch (error) {
      throw this.watch.note(error);
    }
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

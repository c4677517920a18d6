import type { Engine } from '../engine.js';
import { compilerFor } from '../dialect.js';
import { HealthWatch } from '../health-watch.js';
import type { CommitReport, Health, Pruned, Store } from '../store.js';
import { SqlCallbacks } from './callbacks.js';
import { SqlDirectory } from './directory.js';
import { Hints } from './hints.js';
import { SqlInbound } from './inbound.js';
import { SqlLeases } from './leases.js';
import { SqlMessages } from './messages.js';
import { type PruneOptions, Pruner } from './pruner.js';
import { SqlWebhooks } from './webhooks.js';

/** The store on an engine that is open. */
export class SqlStore extends SqlMessages implements Store {
  readonly leases: SqlLeases;
  readonly directory: SqlDirectory;
  readonly callbacks: SqlCallbacks;
  readonly inbound: SqlInbound;
  readonly webhooks: SqlWebhooks;
  private readonly hints: Hints;
  private readonly pruner: Pruner;

  constructor(engine: Engine) {
    const watch = new HealthWatch(() => engine.probe());
    super(engine, watch);
    const db = compilerFor(engine.dialect);
    this.leases = new SqlLeases(engine, watch, db);
    this.directory = new SqlDirectory(engine, watch, db);
    this.callbacks = new SqlCallbacks(engine, watch, this.commit, db);
    this.inbound = new SqlInbound(engine, watch, this.commit, db);
    this.webhooks = new SqlWebhooks(engine, watch, db);
    this.hints = new Hints(engine);
    this.pruner = new Pruner(engine, db);
  }

  get engine(): Store['engine'] {
    return this.database.dialect;
  }

  get statements(): number {
    return this.database.statements;
  }

  async prune(options: PruneOptions): Promise<Pruned> {
    try {
      return await this.pruner.prune(options);
    } catch (error) {
      throw this.watch.note(error);
    }
  }

  health(): Health {
    return this.watch.health;
  }

  onHealth(listener: (health: Health) => void): () => void {
    return this.watch.onChange(listener);
  }

  onCommit(listener: (report: CommitReport) => void): () => void {
    return this.commit.onCommit(listener);
  }

  hint(sender: string): void {
    this.hints.give(sender);
  }

  onHint(listener: (sender: string) => void): () => void {
    return this.hints.onHint(listener);
  }

  async close(): Promise<void> {
    await this.commit.idle();
    this.watch.close();
    this.hints.close();
    await this.database.close();
  }
}

import type { Engine } from '../engine.js';
import { compilerFor } from '../dialect.js';
import { GroupCommit } from '../group-commit.js';
import { HealthWatch } from '../health-watch.js';
import type { CommitReport, Health, Pruned, Store } from '../store.js';
import { SqlCallbacks } from './callbacks.js';
import { SqlDirectory } from './directory.js';
import { Hints } from './hints.js';
import { SqlInbound } from './inbound.js';
import { SqlLeases } from './leases.js';
import { SqlMessages } from './messages.js';
import { type PruneOptions, Pruner } from './pruner.js';
import { WatchedEngine } from './watched-engine.js';
import { SqlWebhooks } from './webhooks.js';

/** The store on an engine that is open. */
export class SqlStore extends SqlMessages implements Store {
  readonly leases: SqlLeases;
  readonly directory: SqlDirectory;
  readonly callbacks: SqlCallbacks;
  readonly inbound: SqlInbound;
  readonly webhooks: SqlWebhooks;
  private readonly watch: HealthWatch;
  private readonly hints: Hints;
  private readonly pruner: Pruner;

  constructor(private readonly opened: Engine) {
    const watch = new HealthWatch(() => opened.probe());
    const watched = new WatchedEngine(opened, watch);
    super(watched, new GroupCommit(opened, watch));
    const db = compilerFor(opened.dialect);
    this.watch = watch;
    this.leases = new SqlLeases(watched, db);
    this.directory = new SqlDirectory(watched, db);
    this.callbacks = new SqlCallbacks(watched, this.commit, db);
    this.inbound = new SqlInbound(watched, this.commit, db);
    this.webhooks = new SqlWebhooks(watched, db);
    this.hints = new Hints(opened);
    this.pruner = new Pruner(watched, db);
  }

  get engine(): Store['engine'] {
    return this.opened.dialect;
  }

  get statements(): number {
    return this.opened.statements;
  }

  prune(options: PruneOptions): Promise<Pruned> {
    return this.pruner.prune(options);
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
    await this.opened.close();
  }
}

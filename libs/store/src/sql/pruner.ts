import type { Compiler } from '../dialect.js';
import { type PruneQueries, pruneQueries } from '../queries/prune-queries.js';
import { type WebhookPrunes, webhookPrunes } from '../queries/webhook-deliveries.js';
import type { Pruned } from '../store.js';
import { CallbackPruner } from './callback-pruner.js';
import type { WatchedEngine } from './watched-engine.js';

const DEFAULT_LIMIT = 200;
const WAITING = new Set(['queued', 'sending', 'unknown']);

export interface PruneOptions {
  readonly contentBefore: number;
  readonly callbacksBefore?: number;
  readonly idempotencyBefore: number;
  readonly limit?: number;
}

/** Removes what is old, a little at a time; remembers where it was, since what waits is left standing. */
export class Pruner {
  private readonly queries: PruneQueries & WebhookPrunes;
  private readonly callbacks: CallbackPruner;
  private after = 0;

  constructor(
    private readonly engine: WatchedEngine,
    db: Compiler,
  ) {
    this.callbacks = new CallbackPruner(engine, db);
    this.queries = { ...pruneQueries(db, engine.dialect), ...webhookPrunes(db) };
  }

  async prune(options: PruneOptions): Promise<Pruned> {
    const { contentBefore, idempotencyBefore, limit = DEFAULT_LIMIT } = options;
    const { callbacksBefore = contentBefore } = options;
    const messages = await this.messages(contentBefore, limit);
    const callbacks = await this.callbacks.prune({ contentBefore, callbacksBefore, limit });
    const others = await this.engine.run([
      this.queries.events({ before: contentBefore, limit }),
      this.queries.evidence({ before: contentBefore, limit }),
      this.queries.inbound({ before: contentBefore, limit }),
      this.queries.pruneAttempts({ before: contentBefore, limit }),
      this.queries.pruneDeliveries({ before: contentBefore, limit }),
      this.queries.idempotency({ before: idempotencyBefore, limit }),
    ]);
    const counts = others.map((tuples) => tuples.length);
    return {
      rows: counts.reduce((sum, count) => sum + count, messages.rows + callbacks.rows),
      done: messages.done && callbacks.done && counts.every((count) => count < limit),
    };
  }

  /** Walks the messages from the oldest; at the first that is young enough the walk is over. */
  private async messages(before: number, limit: number): Promise<Pruned> {
    const oldest = await this.engine.read(this.queries.oldest({ after: this.after, limit }));
    const old = oldest.filter(({ createdAt }) => Number(createdAt) < before);
    const last = old.at(-1);
    const done = old.length < limit;
    this.after = done ? 0 : Number(last?.position);
    const gone = old.filter(({ status }) => !WAITING.has(String(status)));
    if (gone.length === 0) return { rows: 0, done };
    const positions = JSON.stringify(gone.map(({ position }) => position));
    const results = await this.engine.run([
      this.queries.messages({ positions }),
      this.queries.attempts({ positions }),
      this.queries.aliases({ positions }),
    ]);
    return { rows: results.reduce((sum, tuples) => sum + tuples.length, 0), done };
  }
}

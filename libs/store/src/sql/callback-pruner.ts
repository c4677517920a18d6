import type { Compiler } from '../dialect.js';
import { callbackPrunes, type CallbackPrunes } from '../queries/callback-prunes.js';
import type { Pruned } from '../store.js';
import type { WatchedEngine } from './watched-engine.js';

interface CallbackPruneOptions {
  readonly contentBefore: number;
  readonly callbacksBefore: number;
  readonly limit: number;
}

/** Removes old callbacks: what was applied soon, what somebody may have to look at with the messages. */
export class CallbackPruner {
  private readonly queries: CallbackPrunes;
  private after = 0;

  constructor(
    private readonly engine: WatchedEngine,
    db: Compiler,
  ) {
    this.queries = callbackPrunes(db, engine.dialect);
  }

  async prune(options: CallbackPruneOptions): Promise<Pruned> {
    const { contentBefore, callbacksBefore, limit } = options;
    const callbacks = await this.callbacks(options);
    const others = await this.engine.run([
      this.queries.pruneItems({ before: contentBefore, limit }),
      this.queries.pruneParked({ before: callbacksBefore, limit }),
    ]);
    const counts = others.map((tuples) => tuples.length);
    return {
      rows: counts.reduce((sum, count) => sum + count, callbacks.rows),
      done: callbacks.done && counts.every((count) => count < limit),
    };
  }

  /** Walks the callbacks from the oldest; what is kept longer is left standing. */
  private async callbacks(options: CallbackPruneOptions): Promise<Pruned> {
    const { contentBefore, callbacksBefore, limit } = options;
    const oldest = await this.engine.read(
      this.queries.oldestCallbacks({ after: this.after, limit }),
    );
    const old = oldest.filter(({ receivedAt }) => Number(receivedAt) < callbacksBefore);
    const done = old.length < limit;
    this.after = done ? 0 : Number(old.at(-1)?.position);
    const gone = old.filter(
      ({ outcome, receivedAt }) =>
        outcome === 'applied' || (outcome !== 'pending' && Number(receivedAt) < contentBefore),
    );
    if (gone.length === 0) return { rows: 0, done };
    const positions = JSON.stringify(gone.map(({ position }) => position));
    const [removed = []] = await this.engine.run([this.queries.pruneCallbacks({ positions })]);
    return { rows: removed.length, done };
  }
}

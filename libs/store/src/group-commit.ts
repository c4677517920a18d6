import { setTimeout as sleep } from 'node:timers/promises';
import type { Op, OpResult } from './batch/op.js';
import type { Engine } from './engine.js';
import { isAway } from './errors.js';
import type { HealthWatch } from './health-watch.js';
import type { CommitReport } from './store.js';

/** How many rows one commit takes; a group that belongs together may exceed it. */
const MAX_ROWS = 512;

/**
 * After a group of so many rows more is on its way for certain, and commits begin this far apart, so that more of it
 * shares one: each costs a flush of the disk and a change of threads. After a smaller group nothing ever waits.
 */
const BUSY = 6;
const PACE_MS = 4;

/** What an operation touches: no two operations of one batch may touch the same. */
export type Key = number | string;

interface Pending {
  readonly op: Op;
  readonly keys: readonly Key[];
  readonly weight: number;
  readonly resolve: (result: OpResult) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Commits operations in groups: while one commit is under way, the next group gathers. If a group fails by the fault of
 * one of its operations, they are run one by one, and only the offender errs.
 */
export class GroupCommit {
  private queue: Pending[] = [];
  private running: Promise<void> | undefined;
  private nextAt = 0;
  private readonly listeners = new Set<(report: CommitReport) => void>();

  constructor(
    private readonly engine: Engine,
    private readonly watch: HealthWatch,
  ) {}

  /** Resolves after the COMMIT is durable. Operations with a key in common take effect in the order given. */
  add(op: Op, keys: readonly Key[], weight = 1): Promise<OpResult> {
    return new Promise((resolve, reject) => {
      this.queue.push({ op, keys, weight, resolve, reject });
      // The turn of the event loop that brought this one may bring more.
      this.running ??= new Promise((done) => setImmediate(() => void this.drain().then(done)));
    });
  }

  onCommit(listener: (report: CommitReport) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Resolves once everything added so far is decided. */
  async idle(): Promise<void> {
    while (this.running) await this.running;
  }

  private async drain(): Promise<void> {
    while (this.queue.length > 0) {
      const early = this.nextAt - performance.now();
      if (early > 0 && this.queue.length < MAX_ROWS) await sleep(early);
      const batch = this.take();
      const rows = batch.reduce((sum, { weight }) => sum + weight, 0);
      this.nextAt = rows >= BUSY ? performance.now() + PACE_MS : 0;
      await this.flush(batch);
    }
    this.running = undefined;
  }

  /** The next batch, oldest first; what touches the same as an earlier one waits for the batch after. */
  private take(): Pending[] {
    const batch: Pending[] = [];
    const left: Pending[] = [];
    const touched = new Set<Key>();
    let weight = 0;
    for (const [at, pending] of this.queue.entries()) {
      if (weight >= MAX_ROWS) {
        left.push(...this.queue.slice(at));
        break;
      }
      const waits = pending.keys.some((key) => touched.has(key));
      for (const key of pending.keys) touched.add(key);
      if (waits) left.push(pending);
      else {
        batch.push(pending);
        weight += pending.weight;
      }
    }
    this.queue = left;
    return batch;
  }

  private async flush(batch: readonly Pending[]): Promise<void> {
    try {
      this.watch.check();
      const results = await this.commit(batch.map(({ op }) => op));
      batch.forEach((pending, at) => settle(pending, results[at]));
    } catch (failure) {
      const error = this.watch.note(failure);
      if (!isAway(error) && batch.length > 1)
        for (const pending of batch) await this.flush([pending]);
      else for (const pending of batch) pending.reject(error);
    }
  }

  private async commit(ops: readonly Op[]): Promise<readonly OpResult[]> {
    const began = performance.now();
    const before = this.engine.statements;
    const results = await this.engine.commit(ops);
    if (this.listeners.size === 0) return results;
    const report = {
      operations: ops.length,
      statements: this.engine.statements - before,
      ms: performance.now() - began,
    };
    for (const listener of this.listeners) tell(listener, report);
    return results;
  }
}

// Whatever becomes of a listener: what was committed must not be taken for failed, and run again.
function tell(listener: (report: CommitReport) => void, report: CommitReport): void {
  try {
    listener(report);
  } catch (error) {
    process.emitWarning(`A listener to commits failed: ${String(error)}`);
  }
}

function settle(pending: Pending, result: OpResult | undefined): void {
  if (result !== undefined) pending.resolve(result);
  else pending.reject(new Error('The engine gave no result for an operation of a batch.'));
}

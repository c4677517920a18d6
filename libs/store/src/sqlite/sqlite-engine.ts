import type { Worker } from 'node:worker_threads';
import type { Op, OpResult } from '../batch/op.js';
import { compilerFor } from '../dialect.js';
import type { Engine, Fields } from '../engine.js';
import { CommitUnknown, StoreUnavailable } from '../errors.js';
import { migrationsFor } from '../migrations/migrations.js';
import { probe } from '../probe.js';
import { batchQueries } from '../queries/batch-queries.js';
import type { Statement, Tuple, Value } from '../step.js';
import { pack } from './crossing.js';
import { errorFrom } from './failures.js';
import type { Ask, Reply, Table, WorkerSettings } from './protocol.js';
import { spawnWorker } from './spawn-worker.js';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** SQLite in a thread of its own. One process holds the file; a second one is refused with `StoreLocked`. */
export class SqliteEngine implements Engine {
  readonly dialect = 'sqlite';
  readonly feedBase = 0;
  statements = 0;
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;
  private readonly settings: WorkerSettings;

  constructor(file: string, faults?: SharedArrayBuffer) {
    this.settings = {
      file,
      migrations: migrationsFor('sqlite'),
      queries: batchQueries('sqlite', 0),
      ...(faults && { faults }),
    };
  }

  /** Opens the file and brings its schema up to date. Throws `StoreLocked`, `StoreTooNew`, `StoreUnavailable`. */
  async open(): Promise<void> {
    const worker = spawnWorker(this.settings);
    // After an error comes an exit, and between the two a probe may have started another thread.
    const lose = (reason: string) => {
      if (this.worker === worker) this.lose(reason);
    };
    worker.on('message', (text: string) => this.receive(JSON.parse(text) as Reply));
    worker.on('error', (error: unknown) =>
      lose(error instanceof Error ? error.message : String(error)),
    );
    worker.on('exit', () => lose('the thread of the database ended'));
    this.worker = worker;
    await new Promise((resolve, reject) => this.waiting.set(0, { resolve, reject }));
  }

  async commit(ops: readonly Op[]): Promise<readonly OpResult[]> {
    return (await this.ask({ kind: 'commit', ops })) as OpResult[];
  }

  async run(statements: readonly Statement[]): Promise<readonly (readonly Tuple[])[]> {
    return (await this.ask({ kind: 'run', statements })) as Tuple[][];
  }

  async read(statement: Statement): Promise<readonly Fields[]> {
    return fieldsOf((await this.ask({ kind: 'read', statement })) as Table);
  }

  async tuples(statement: Statement): Promise<readonly Tuple[]> {
    return ((await this.ask({ kind: 'read', statement })) as Table).rows;
  }

  async probe(): Promise<void> {
    if (!this.worker) await this.open();
    await probe(this, compilerFor('sqlite'));
  }

  /** Nobody else can have the file. */
  notify(): Promise<void> {
    return Promise.resolve();
  }

  onNotified(): void {
    // Nobody else can have the file.
  }

  async close(): Promise<void> {
    if (!this.worker) return;
    const ended = new Promise((resolve) => this.worker?.once('exit', resolve));
    await this.ask({ kind: 'close' });
    await ended;
  }

  private ask(request: Ask): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!this.worker) return reject(new StoreUnavailable('the thread of the database ended'));
      this.asked += 1;
      this.waiting.set(this.asked, { resolve, reject });
      this.worker.postMessage(pack({ ...request, id: this.asked }));
    });
  }

  private receive(reply: Reply): void {
    this.statements = reply.statements;
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if (reply.error) waiting?.reject(errorFrom(reply.error, this.settings.file));
    else waiting?.resolve(reply.value);
  }

  /** The thread is gone with whatever it was doing; the next probe starts another. */
  private lose(reason: string): void {
    this.worker = undefined;
    for (const { reject } of this.waiting.values()) reject(new CommitUnknown(reason));
    this.waiting.clear();
  }
}

function fieldsOf({ names, rows }: Table): Fields[] {
  return rows.map((row) => {
    const fields: Record<string, Value> = {};
    for (let at = 0; at < names.length; at++) fields[names[at] ?? ''] = row[at] ?? null;
    return fields;
  });
}

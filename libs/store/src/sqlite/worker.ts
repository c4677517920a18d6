import { parentPort, workerData } from 'node:worker_threads';
import { KnownIds } from '../batch/known-ids.js';
import { runBatch } from '../batch/run-batch.js';
import { migrate } from '../migrations/migrate.js';
import type { Program, Statement, Tuple } from '../step.js';
import { type Crossing, unpack } from './crossing.js';
import { SqliteDatabase } from './database.js';
import type { Failure, Reply, Request, WorkerSettings } from './protocol.js';

/**
 * The thread of the SQLite connection: a slow disk stalls this one and nothing else. One message in and one out for
 * each batch.
 */
function serve({ file, faults, migrations, queries }: WorkerSettings): void {
  const database = open(file, faults);
  if (!database) return;
  try {
    database.transact(migrate(migrations));
  } catch (error) {
    database.close();
    return answer(0, { error: failureOf(error) }, database.statements);
  }
  answer(0, {}, database.statements);
  const ids = new KnownIds();
  parentPort?.on('message', (crossing: Crossing) => {
    const request = unpack(crossing);
    try {
      const value = handle(request);
      answer(request.id, { value }, database.statements);
    } catch (error) {
      ids.clear();
      answer(request.id, { error: failureOf(error) }, database.statements);
    }
    if (request.kind === 'close') parentPort?.close();
  });

  function handle(request: Request): unknown {
    switch (request.kind) {
      case 'commit':
        return database?.transact(runBatch(queries, request.ops, ids));
      case 'run':
        // Pruning; nothing else takes ids away.
        if (request.statements.some(({ sql }) => sql.includes('provider_ids'))) ids.clear();
        return database?.transact(all(request.statements));
      case 'read':
        return database?.read(request.statement);
      case 'close':
        return database?.close();
    }
  }
}

function open(file: string, faults: SharedArrayBuffer | undefined): SqliteDatabase | undefined {
  try {
    return new SqliteDatabase(file, faults);
  } catch (error) {
    answer(0, { error: failureOf(error) }, 0);
    return undefined;
  }
}

function* all(statements: readonly Statement[]): Program<(readonly Tuple[])[]> {
  const results: (readonly Tuple[])[] = [];
  for (const statement of statements) results.push(...(yield [statement]));
  return results;
}

function answer(id: number, reply: Pick<Reply, 'value' | 'error'>, statements: number): void {
  parentPort?.postMessage(JSON.stringify({ id, statements, ...reply } satisfies Reply));
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { name: error.name, message: error.message, ...(code !== undefined && { code }) };
}

serve(workerData as WorkerSettings);

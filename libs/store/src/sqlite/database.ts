import Database from 'better-sqlite3';
import {
  type Program,
  type Row,
  type RowsStatement,
  type Shared,
  type Statement,
  type Step,
  type Tuple,
} from '../step.js';
import { bulkAt } from './bulk.js';
import { OpenFiles } from './open-files.js';
import { FAULTS, type Table } from './protocol.js';
import { groupsOf, sharedRow } from './shared.js';

type Prepared = Database.Statement<unknown[], Tuple>;

const BUSY_TIMEOUT_MS = 1_000;
const LOG_LIMIT = 67_108_864;

/** The one connection to a SQLite file. Blocks while it works, so it has a thread of its own. */
export class SqliteDatabase {
  /** Statements run so far. */
  statements = 0;
  private readonly db: Database.Database;
  private readonly prepared = new Map<string, Prepared>();
  private readonly files: OpenFiles;
  private readonly faults: Int32Array | undefined;

  /** Takes the file for this process alone; a file that another one holds fails with `SQLITE_BUSY`. */
  constructor(file: string, faults?: SharedArrayBuffer) {
    this.db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    this.faults = faults && new Int32Array(faults);
    for (const setting of [
      // SQLite's own: a larger one costs hardly less, and keeps commits waiting for 100 ms at each checkpoint.
      'wal_autocheckpoint = 1000',
      'locking_mode = exclusive',
      'journal_mode = wal',
      'synchronous = full',
      `journal_size_limit = ${LOG_LIMIT}`,
      // Small: the system caches the file as well, and after most commits SQLite walks all the places of this cache.
      'cache_size = -8192',
      'temp_store = memory',
    ]) {
      this.db.pragma(setting);
    }
    // The lock is taken by the first access, not by asking for it.
    this.db.exec('begin immediate; commit');
    this.files = new OpenFiles(file, LOG_LIMIT);
  }

  /** Runs a program in one transaction; when it returns, the transaction is on the disk. */
  transact<Result>(program: Program<Result>): Result {
    this.limitPages();
    this.execute({ name: 'begin', sql: 'begin immediate', params: [] });
    try {
      let next = program.next();
      while (!next.done) next = program.next(next.value.map((step) => this.execute(step)));
      this.commit();
      return next.value;
    } catch (error) {
      // SQLite has rolled back by itself after some errors, such as a full disk.
      if (this.db.inTransaction) this.execute({ name: 'rollback', sql: 'rollback', params: [] });
      throw error;
    }
  }

  read({ sql, params }: Statement): Table {
    const statement = this.prepare(sql);
    const names = statement.columns().map(({ name }) => name);
    return { names, rows: this.all(statement, params) };
  }

  close(): void {
    this.db.close();
  }

  private execute(step: Step): readonly Tuple[] {
    const statement = this.prepare(step.sql);
    if ('params' in step) return this.all(statement, step.params);
    if (step.shared !== undefined) return this.executeShared(statement, step.rows, step.shared);
    const tuples: Tuple[] = [];
    for (const row of step.rows.slice(this.writeBulk(step, tuples))) {
      if (step.gives) this.write(statement, row, tuples);
      else tuples.push(...this.all(statement, row));
    }
    return tuples;
  }

  private executeShared(statement: Prepared, rows: readonly Row[], shared: Shared): Tuple[] {
    return groupsOf(rows, shared).flatMap((group) => this.all(statement, sharedRow(group, shared)));
  }

  /** Writes the rows that fill statements for several, up to one that is refused; gives how many those were. */
  private writeBulk(step: RowsStatement, tuples: Tuple[]): number {
    let at = 0;
    for (let bulk = bulkAt(step, at); bulk; bulk = bulkAt(step, at)) {
      const last = this.runBulk(this.prepare(bulk.sql), bulk.values);
      if (last === undefined) break;
      const { count } = bulk;
      const written = step.gives ? step.rows.slice(at, at + count) : [];
      written.forEach((row, place) => tuples.push([last - count + 1 + place, ...row]));
      at += count;
    }
    return at;
  }

  /** Gives the position of the last row; undefined where the statement was refused, and has written nothing then. */
  private runBulk(statement: Prepared, values: Row): number | undefined {
    this.statements += 1;
    try {
      return Number(statement.run(...values).lastInsertRowid);
    } catch (error) {
      if (isConstraint(error)) return undefined;
      throw error;
    }
  }

  private all(statement: Prepared, row: Row): readonly Tuple[] {
    this.statements += 1;
    if (statement.reader) return statement.all(...row);
    statement.run(...row);
    return [];
  }

  private write(statement: Prepared, row: Row, tuples: Tuple[]): void {
    this.statements += 1;
    const { changes, lastInsertRowid } = statement.run(...row);
    if (changes > 0) tuples.push([Number(lastInsertRowid), ...row]);
  }

  private prepare(sql: string): Prepared {
    let statement = this.prepared.get(sql);
    if (!statement) {
      statement = this.db.prepare<unknown[], Tuple>(sql);
      if (statement.reader) statement.raw();
      this.prepared.set(sql, statement);
    }
    return statement;
  }

  private limitPages(): void {
    const left = this.faults?.[FAULTS.pagesLeft];
    if (left === undefined) return;
    const pages = Number(this.db.pragma('page_count', { simple: true }));
    this.db.pragma(`max_page_count = ${left > 0 ? pages + left - 1 : 4_294_967_294}`);
  }

  private commit(): void {
    if (this.faults?.[FAULTS.diskFull] === 1) {
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    }
    this.files.check();
    const began = performance.now();
    this.execute({ name: 'commit', sql: 'commit', params: [] });
    const left = (this.faults?.[FAULTS.commitMs] ?? 0) - (performance.now() - began);
    if (left > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, left);
  }
}

function isConstraint(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT');
}

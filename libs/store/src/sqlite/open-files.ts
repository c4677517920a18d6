import { statSync } from 'node:fs';

interface Seen {
  readonly path: string;
  readonly dev: number;
  readonly ino: number;
  /** It never becomes smaller than that by SQLite's hand. */
  size: number;
}

/**
 * The files of a database as they were opened. SQLite writes to a file that was removed or replaced as if nothing had
 * happened, and what it stores there is gone with the process.
 */
export class OpenFiles {
  private readonly seen: readonly Seen[];
  private readonly logLimit: number;

  /** `logLimit` is the size in bytes to which SQLite may shorten its log. */
  constructor(file: string, logLimit: number) {
    this.logLimit = logLimit;
    this.seen = [file, `${file}-wal`].map((path) => {
      const { dev, ino } = statSync(path);
      return { path, dev, ino, size: 0 };
    });
  }

  /** Throws, as if it were SQLite, unless they are still there under their names, with what was written to them. */
  check(): void {
    for (const [at, file] of this.seen.entries()) {
      const found = statSync(file.path, { throwIfNoEntry: false });
      if (found?.ino !== file.ino || found.dev !== file.dev || found.size < file.size) {
        throw Object.assign(new Error(REASON), { code: 'SQLITE_READONLY_DBMOVED' });
      }
      file.size = at === 0 ? found.size : Math.min(found.size, this.logLimit);
    }
  }
}

const REASON =
  'a file of the database was moved, replaced or truncated while it was in use: put it back, or stop the gateway and restore a backup';

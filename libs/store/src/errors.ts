/** The database cannot be reached or cannot write. Nothing of the operation was stored; it may be tried again. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  /** What the database said, without data of the operation. */
  readonly reason: string;

  constructor(reason: string) {
    super(`The store cannot be written at the moment: ${reason}. It is tried again by itself.`);
    this.reason = reason;
  }
}

/** The store was closed: it takes and tells nothing any more, and what is left to be done is found at the next start. */
export class StoreClosed extends Error {
  override readonly name = 'StoreClosed';

  constructor() {
    super('The store is closed.');
  }
}

/** The connection was lost during COMMIT, and whether the operation was stored could not be found out. */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown';
  /** What was lost, and how. */
  readonly reason: string;

  constructor(reason: string) {
    super(
      `Whether the operation was stored is not known, because the connection was lost while it was committed: ${reason}.`,
    );
    this.reason = reason;
  }
}

/** Whether the store is at fault and not what it was given: it is away for now, or does not know whether it wrote. */
export function isAway(error: unknown): error is StoreUnavailable | CommitUnknown {
  return error instanceof StoreUnavailable || error instanceof CommitUnknown;
}

/** The database was written by a newer version of Waypost. */
export class StoreTooNew extends Error {
  override readonly name = 'StoreTooNew';

  /** What to say for a database of version `found`, where this code knows up to `known`. */
  static of(found: number, known: number): StoreTooNew {
    return new StoreTooNew(
      `The database has schema version ${found}, and this version of Waypost knows up to ${known}: start the newer version again, or restore a backup made before the upgrade.`,
    );
  }
}

/** The database is none that Waypost can use: the message says why, and what to do. */
export class StoreUnsuitable extends Error {
  override readonly name = 'StoreUnsuitable';
}

/** The SQLite file is held by another process. */
export class StoreLocked extends Error {
  override readonly name = 'StoreLocked';

  constructor(file: string) {
    super(
      `The database file ${file} is in use by another process: stop that one, or use PostgreSQL to run several.`,
    );
  }
}

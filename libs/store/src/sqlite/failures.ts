import { StoreLocked, StoreTooNew, StoreUnavailable } from '../errors.js';
import type { Failure } from './protocol.js';

/** What is the disk's or the file's fault, not the statement's. https://sqlite.org/rescode.html */
const UNAVAILABLE =
  /^SQLITE_(FULL|IOERR|CANTOPEN|READONLY|CORRUPT|NOTADB|NOMEM|PERM|AUTH|PROTOCOL)/;

/** The error that a failure in the thread stands for. */
export function errorFrom({ name, message, code }: Failure, file: string): Error {
  if (name === StoreTooNew.name) return new StoreTooNew(message);
  if (code?.startsWith('SQLITE_BUSY') || code?.startsWith('SQLITE_LOCKED')) {
    return new StoreLocked(file);
  }
  if (code !== undefined && UNAVAILABLE.test(code)) return new StoreUnavailable(message);
  return Object.assign(new Error(message), code !== undefined && { code });
}

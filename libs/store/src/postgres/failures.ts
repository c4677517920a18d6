import pg from 'pg';
import { StoreUnavailable } from '../errors.js';
import { ANSWER_TIMEOUT_MS } from './connection.js';

/**
 * SQLSTATEs that are not the fault of what is stored: no connection (08), nobody let in (28, 55000), no such database,
 * schema or table as while it is restored, or no right to it (3D, 3F, 42: our statements are fixed and fit the schema),
 * no memory or disk (53), shut down by somebody (57P), the system's I/O (58), a server that is read-only since a
 * failover (25006), a lock, statement or transaction that took too long.
 * https://www.postgresql.org/docs/18/errcodes-appendix.html
 */
const UNAVAILABLE = /^(08|28|3D|3F|42|53|55000|57P|58|25006|25P0[34]|55P03|57014)/;
/** The server ended the connection, or became read-only: since a failover its address means another one. */
const ENDED = /^(08|57P|25P03|25006)/;
/** Two replicas in each other's way: serialization failure, deadlock. */
const COLLISION = /^40(001|P01)$/;

const NO_ANSWER = `no answer within ${ANSWER_TIMEOUT_MS / 1_000} s`;

/** An error of the driver as it is if the server sent it; else the connection failed. */
export function fromDriver(error: unknown): unknown {
  if (error instanceof pg.DatabaseError || error instanceof StoreUnavailable) return error;
  const { message, code } = error as { readonly message?: string; readonly code?: string };
  if (message === 'Query read timeout') return new StoreUnavailable(NO_ANSWER);
  // Several addresses that all refuse come as one error without words.
  const words = [message, code].find((word) => word !== undefined && word !== '');
  return new StoreUnavailable(words ?? 'the connection failed');
}

/** The error to show: `StoreUnavailable` if the server or somebody in the way is at fault, not the statement. */
export function errorFrom(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const { code = '', message } = error;
  const isAway = UNAVAILABLE.test(code) || COLLISION.test(code);
  return isAway ? new StoreUnavailable(`${message} (${code})`) : error;
}

/** Whether the server did not even say that the statement took too long: it, or the network, is dead. */
export function isSilence(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const known = fromDriver(error);
  return known instanceof StoreUnavailable && known.reason === NO_ANSWER;
}

/** Whether trying the same once more may help, because somebody else was in the way. */
export function isCollision(error: unknown): boolean {
  return error instanceof pg.DatabaseError && COLLISION.test(error.code ?? '');
}

/** Whether the connection itself failed, so that what was under way may or may not have happened. */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return ENDED.test(error.code ?? '');
  return error instanceof StoreUnavailable;
}

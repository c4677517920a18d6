import { Socket } from 'node:net';
import pg from 'pg';

/** How long a connection attempt may take. */
const CONNECT_TIMEOUT_MS = 5_000;
/**
 * How long the server works on a statement, and keeps a transaction open of which nothing comes: as long as a lease
 * lasts, for what takes longer is of no use to anybody.
 */
export const STATEMENT_TIMEOUT_MS = 10_000;
/** How long a statement may stay without any answer, be it that it took too long. */
export const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + CONNECT_TIMEOUT_MS;
/** Of silence, so that a server that is gone without a word is found out where nothing is asked of it. */
const KEEP_ALIVE_AFTER_MS = 10_000;

/** The sockets of all connections, which are given up together where the network between is dead. */
export class Sockets {
  private readonly open = new Set<Socket>();

  /** A socket for the driver to connect. */
  readonly create = (): Socket => {
    const socket = new Socket();
    this.open.add(socket);
    return socket.once('close', () => this.open.delete(socket));
  };

  /** Ends all without a goodbye, for which a dead network would wait. */
  destroy(): void {
    for (const socket of this.open) socket.destroy();
  }
}

const INT8 = 20;

/** Numbers of 64 bits come as numbers: times and counters here stay far below 2^53. */
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : (pg.types.getTypeParser(oid, format ?? 'text') as unknown),
};

/** What every connection to the server has in common. */
export function connectionTo(url: string, sockets: Sockets): pg.ClientConfig {
  return {
    connectionString: url,
    types: TYPES,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    stream: sockets.create,
  };
}

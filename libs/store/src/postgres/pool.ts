import pg from 'pg';
import { connectionTo, type Sockets, STATEMENT_TIMEOUT_MS } from './connection.js';
import { isSilence } from './failures.js';

/**
 * Settings of each connection. Every query here has an index that it is meant to use, row by row; a plan that was made
 * while a table was small, and reads it whole, must not outlive that. A transaction whose process was frozen ends by
 * itself and holds nobody up.
 */
const SESSION = Object.entries({
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  jit: 'off',
  statement_timeout: STATEMENT_TIMEOUT_MS,
  idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
})
  .map(([name, value]) => `set ${name} = ${value}`)
  .join('; ');

/** The connections that statements go over. One that gets no answer at all takes all sockets with it. */
export function createPool(url: string, max: number, sockets: Sockets): pg.Pool {
  const pool = new pg.Pool({
    ...connectionTo(url, sockets),
    max,
    idleTimeoutMillis: 0,
    pipeline: true,
    application_name: 'waypost',
  });
  pool.on('connect', (client) => {
    // Whoever uses a connection that is lost learns it from the query; without a listener the process would end.
    client.on('error', () => undefined);
    // Sent before anything else; where it fails, so does what follows.
    client.query(SESSION).catch(() => undefined);
  });
  // The others lead through the same network, and each would have to find that out by itself.
  pool.on('release', (error) => {
    if (isSilence(error)) sockets.destroy();
  });
  // One that is lost while idle is replaced when it is needed.
  pool.on('error', () => undefined);
  return pool;
}

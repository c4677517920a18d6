import pg from 'pg';

const INT8 = 20;

/** How long one connection attempt, one statement, and a transaction left open may take. */
export const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
/** Of silence, so that a server that is gone without a word is found out soon. */
export const KEEP_ALIVE_AFTER_MS = 10_000;

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

/** Numbers of 64 bits come as numbers: times and counters here stay far below 2^53. */
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : (pg.types.getTypeParser(oid, format ?? 'text') as unknown),
};

export function createPool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types: TYPES,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 0,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    pipeline: true,
    application_name: 'waypost',
  });
  pool.on('connect', (client) => {
    // Whoever uses a connection that is lost learns it from the query; without a listener the process would end.
    client.on('error', () => undefined);
    // Sent before anything else; where it fails, so does what follows.
    client.query(SESSION).catch(() => undefined);
  });
  // One that is lost while idle is replaced when it is needed.
  pool.on('error', () => undefined);
  return pool;
}

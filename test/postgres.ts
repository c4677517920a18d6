import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { startPostgres, type TestServer } from './postgres-server.js';

/** An empty database of one suite. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Where the run's server is asked for: see `global-setup.mjs`. */
const SERVER_VARIABLE = 'WAYPOST_TEST_POSTGRES';

/**
 * Creates a database for one suite, on the server that `TEST_DATABASE_URL` names, else on one that the test run starts
 * when the first suite asks for it.
 */
export async function createDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL ?? (await sharedServer());
  const name = `waypost_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => onServer(server, `drop database if exists ${name} with (force)`),
  };
}

let own: Promise<TestServer> | undefined;

/** The server of this run; outside Jest, one of this process, which ends with it. */
async function sharedServer(): Promise<string> {
  const keeper = process.env[SERVER_VARIABLE];
  if (keeper === undefined) return (await (own ??= startPostgres())).url;
  const response = await fetch(keeper);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

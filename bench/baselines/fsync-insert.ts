// A handler that does one fsynced insert per request, and nothing else: the least that a durable answer can take.
import { createServer } from 'node:http';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { exitWithParent } from '../rig/ipc.js';
import { settings } from './settings.js';

const db = new Database(join(process.cwd(), 'inserts.db'));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec('CREATE TABLE messages (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
const insert = db.prepare<[string]>('INSERT INTO messages (body) VALUES (?)');

createServer((incoming, response) => {
  let text = '';
  incoming.setEncoding('utf8');
  incoming.on('data', (chunk: string) => (text += chunk));
  incoming.on('end', () => {
    insert.run(text);
    response.writeHead(202, { 'content-length': 0 }).end();
  });
}).listen(settings().port, '127.0.0.1');
exitWithParent();

import { randomBytes } from 'node:crypto';
import { type Compiler } from './dialect.js';
import type { Engine } from './engine.js';
import { DirectoryQueries } from './queries/directory-queries.js';
import { plain } from './queries/plain.js';

/** About as much as a large commit writes. */
const BYTES = 524_288;
const KEY = 'probe';

/**
 * Resolves if messages can be stored: writes as much as a large commit does, and removes it. On a disk that is nearly
 * full a single page finds room where messages find none, and readiness would come and go with each of them.
 */
export async function probe(engine: Pick<Engine, 'run'>, db: Compiler): Promise<void> {
  // Random, for what can be compressed writes little.
  const value = randomBytes((BYTES / 4) * 3).toString('base64');
  await engine.run([new DirectoryQueries(db).saveSetting(KEY, value)]);
  // In a commit of its own: what is freed in the same one is never written.
  await engine.run([plain(db.deleteFrom('settings').where('key', '=', KEY).compile())]);
}

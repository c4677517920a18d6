import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BootError } from './boot-error.js';
import { systemCode } from './system-code.js';

/** An API key that the gateway made for itself. */
export interface KeptKey {
  readonly key: string;
  /** The file that holds it, readable by its owner only. */
  readonly path: string;
  /** Whether it was made just now. */
  readonly made: boolean;
}

const KEY = /^wp_[\w-]{32,}$/;

/**
 * The key kept in `directory` under `name`; made and kept there, mode 0600, if there is none.
 * @throws BootError where the file cannot be read or written, or holds something else
 */
export function keepKey(directory: string, name: string): KeptKey {
  const path = join(directory, name);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const made = makeIfMissing(path);
    chmodSync(path, 0o600);
    const key = readFileSync(path, 'utf8').trim();
    if (KEY.test(key)) return { key, path, made };
  } catch (error) {
    throw new BootError(
      `The API key cannot be kept in ${path} (${systemCode(error)}): ` +
        'make the folder writable, or name another one with DATA_DIR.',
    );
  }
  throw new BootError(`${path} does not hold an API key: delete it, and a new one is made.`);
}

// "wx" lets only one of two processes that start at the same time make the key.
function makeIfMissing(path: string): boolean {
  try {
    writeFileSync(path, `wp_${randomBytes(24).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { BootError } from './boot-error.js';
import { systemCode } from './system-code.js';

/** A secret that the gateway made for itself. */
export interface KeptSecret {
  readonly text: string;
  /** The file that holds it, readable by its owner only. */
  readonly path: string;
  /** Whether it was made just now. */
  readonly made: boolean;
}

/** What kind of secret is kept. */
export interface SecretKind {
  /** For the messages, such as `API key`. */
  readonly what: string;
  /** What to do where the file holds something else. */
  readonly remedy: string;
  readonly shape: RegExp;
  make(): string;
}

const API_KEY: SecretKind = {
  what: 'API key',
  remedy: 'delete it, and a new one is made',
  shape: /^wp_[\w-]{32,}$/,
  make: () => `wp_${randomBytes(24).toString('hex')}`,
};

/** An API key kept in `directory` under `name`; see `keepSecret`. */
export function keepKey(directory: string, name: string): KeptSecret {
  return keepSecret(directory, name, API_KEY);
}

/**
 * The secret kept in `directory` under `name`; made and kept there, mode 0600, if there is none.
 * @throws BootError where the file cannot be read or written, or holds something else
 */
export function keepSecret(directory: string, name: string, kind: SecretKind): KeptSecret {
  const path = join(directory, name);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const made = makeIfMissing(path, kind);
    chmodSync(path, 0o600);
    const text = readFileSync(path, 'utf8').trim();
    if (kind.shape.test(text)) return { text, path, made };
  } catch (error) {
    throw new BootError(
      `The ${kind.what} cannot be kept in ${path} (${systemCode(error)}): ` +
        'make the folder writable, or name another one with DATA_DIR.',
    );
  }
  throw new BootError(`${path} does not hold the ${kind.what} that it should: ${kind.remedy}.`);
}

// "wx" lets only one of two processes that start at the same time make the secret. One that was killed while it did
// leaves an empty file, in which nothing can have been.
function makeIfMissing(path: string, kind: SecretKind): boolean {
  try {
    make(path, kind, 'wx');
    return true;
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
  if (statSync(path).size > 0) return false;
  make(path, kind, 'w');
  return true;
}

function make(path: string, kind: SecretKind, flag: 'wx' | 'w'): void {
  writeFileSync(path, `${kind.make()}\n`, { mode: 0o600, flag, flush: true });
}

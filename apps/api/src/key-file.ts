import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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
export function keepKey(directory: string, name: string, link?: Link): KeptSecret {
  return keepSecret(directory, name, API_KEY, link);
}

/** Gives a file a second name, and fails where that is taken. */
type Link = (existing: string, path: string) => void;

/**
 * The secret kept in `directory` under `name`; made and kept there, mode 0600, if there is none.
 * @throws BootError where the file cannot be read or written, or holds something else
 */
export function keepSecret(
  directory: string,
  name: string,
  kind: SecretKind,
  link: Link = linkSync,
): KeptSecret {
  const path = join(directory, name);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const made = makeIfMissing(path, kind, link);
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

// Whole or not at all, even if this process is killed meanwhile; and only one of two that start at the same time makes it.
function makeIfMissing(path: string, kind: SecretKind, link: Link): boolean {
  if (existsSync(path)) return false;
  const whole = `${path}.${process.pid}`;
  write(whole, kind.make(), 'w');
  try {
    putInPlace(whole, path, link);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(whole, { force: true });
  }
}

// A link never replaces what is there. Some file systems have none.
function putInPlace(whole: string, path: string, link: Link): void {
  try {
    link(whole, path);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw error;
    write(path, readFileSync(whole, 'utf8').trim(), 'wx');
  }
}

function write(path: string, secret: string, flag: 'w' | 'wx'): void {
  writeFileSync(path, `${secret}\n`, { mode: 0o600, flag, flush: true });
}

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from 'waypost/store';
import { BootError } from '../boot-error.js';
import type { Environment } from '../environment.js';
import { keepSecret } from '../key-file.js';
import { SecretBox } from './secret-box.js';

const FILE = 'secret-key';
const CHECK = 'secret-check';
const SHAPE = /^[A-Za-z0-9+/]{43}=$/;

/** What stored credentials are sealed with, and what the operator should hear about it. */
export interface OpenedBox {
  readonly box: SecretBox;
  readonly warning?: string;
}

/**
 * The box of `SECRET_KEY`, or on SQLite of a key file of the gateway's own where that is not set.
 * @throws BootError where it is not the key that the stored credentials were sealed with
 */
export async function openSecretBox(
  { directory }: Pick<Store, 'directory'>,
  { SECRET_KEY, DATA_DIR }: Pick<Environment, 'SECRET_KEY' | 'DATA_DIR'>,
): Promise<OpenedBox> {
  const path = join(DATA_DIR, FILE);
  const known = await directory.setting(CHECK);
  if (SECRET_KEY === undefined && known !== undefined && !existsSync(path)) {
    throw new BootError(
      `Stored credentials are encrypted, and ${path} with their key is missing: put the file back, or set SECRET_KEY.`,
    );
  }
  const text = SECRET_KEY ?? keepFile(DATA_DIR);
  const box = new SecretBox(Buffer.from(text, 'base64'));
  if ((await directory.claimSetting(CHECK, box.checkValue)) !== box.checkValue) {
    const name = SECRET_KEY === undefined ? `The key in ${path}` : 'SECRET_KEY';
    throw new BootError(
      `${name} is not the one that the stored credentials were encrypted with: give the former one, which all replicas of a database share.`,
    );
  }
  if (SECRET_KEY !== undefined) return { box };
  const warning = `SECRET_KEY is not set: credentials are encrypted with the key in ${path}. Keep a copy of that file, apart from the copies of the database.`;
  return { box, warning };
}

function keepFile(directory: string): string {
  const { text } = keepSecret(directory, FILE, {
    what: 'secret key',
    remedy: 'restore it from a backup, or set SECRET_KEY',
    shape: SHAPE,
    make: () => randomBytes(32).toString('base64'),
  });
  return text;
}

import { hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** A key that was just made; its text is shown once and kept nowhere. */
export interface NewKeyText {
  readonly id: string;
  /** `wp_<id>_<256-bit secret><checksum>`. */
  readonly text: string;
  /** SHA-256 of the text, hex: all that is stored. */
  readonly hash: string;
}

const SHAPE = /^wp_([0-9a-f]{12})_([0-9a-f]{64})([0-9a-f]{8})$/;

/** Makes a key: an id to find it by, a secret nobody can guess, a checksum that tells a typing mistake from a wrong key. */
export function makeKeyText(): NewKeyText {
  const id = randomBytes(6).toString('hex');
  const body = `wp_${id}_${randomBytes(32).toString('hex')}`;
  const text = body + checksumOf(body);
  return { id, text, hash: hashKeyText(text) };
}

/** The id in a key's text; undefined where the text is not a whole key. */
export function keyIdOf(text: string): string | undefined {
  const [, id, secret, checksum] = SHAPE.exec(text) ?? [];
  return id && checksum === checksumOf(`wp_${id}_${secret}`) ? id : undefined;
}

/** Whether a text is meant to be a key that the gateway made, and a letter of it is missing or wrong. */
export function isMiscopied(text: string): boolean {
  return /^wp_[0-9a-f]{12}_/.test(text) && keyIdOf(text) === undefined;
}

/** SHA-256, hex. A fast hash is right here: a key is long and random, so there is nothing to guess it from. */
export function hashKeyText(text: string): string {
  return hash('sha256', text, 'hex');
}

function checksumOf(body: string): string {
  return crc32(body).toString(16).padStart(8, '0');
}

import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Thrown where something sealed cannot be opened: another key sealed it, or it was changed. */
export class CannotOpen extends Error {
  constructor() {
    super('A stored secret cannot be opened: SECRET_KEY is not the one that it was sealed with.');
    this.name = 'CannotOpen';
  }
}

/**
 * Seals stored credentials with AES-256-GCM. What a secret belongs to is bound in, so that a sealed value cannot be
 * moved from one sender to another.
 */
export class SecretBox {
  readonly #key: Buffer;

  /** `key` is 32 bytes. */
  constructor(key: Buffer) {
    if (key.length !== 32) throw new RangeError('The key of a SecretBox is 32 bytes long.');
    this.#key = key;
  }

  /** A value to store and compare at boot, so that a wrong key is noticed before anything is lost. Says nothing of the key. */
  get checkValue(): string {
    return hash('sha256', Buffer.concat([Buffer.from('waypost check '), this.#key]), 'hex').slice(
      0,
      32,
    );
  }

  seal(plain: string, owner: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return `${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
  }

  /** @throws CannotOpen */
  open(sealed: string, owner: string): string {
    const [version, text] = sealed.split('.');
    const bytes = Buffer.from(text ?? '', 'base64url');
    if (version !== VERSION || bytes.length < NONCE_BYTES + TAG_BYTES) throw new CannotOpen();
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce)
        .setAAD(Buffer.from(owner))
        .setAuthTag(tag);
      const rest = bytes.subarray(NONCE_BYTES + TAG_BYTES);
      return Buffer.concat([decipher.update(rest), decipher.final()]).toString('utf8');
    } catch {
      throw new CannotOpen();
    }
  }
}

import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { SecretBox } from '../senders/secret-box.js';

/** The end of an address that vendors call back. */
export interface DoorToken {
  readonly token: string;
  /** When it ends, epoch milliseconds; null for the present one. */
  readonly until: number | null;
}

/** A header that the vendor was told to send with every callback. */
export interface DoorHeader {
  readonly name: string;
  readonly value: string;
  /** Whether a callback has carried it: from then on every one must. */
  readonly seen: boolean;
}

/** What proves that a callback is for a sender. */
export interface DoorSecrets {
  /** The present one first. */
  readonly tokens: readonly DoorToken[];
  readonly header?: DoorHeader;
}

const TOKEN_BYTES = 32;

/** The secrets of a new door. */
export function newSecrets(): DoorSecrets {
  return { tokens: [{ token: newToken(), until: null }] };
}

/** The secrets with another token; the former ones work on until a time. */
export function rotated(secrets: DoorSecrets, until: number, now: number): DoorSecrets {
  const former = secrets.tokens
    .map(({ token, until: end }) => ({ token, until: Math.min(end ?? until, until) }))
    .filter((token) => token.until > now);
  return { ...secrets, tokens: [{ token: newToken(), until: null }, ...former] };
}

/** The secrets with a header to tell the vendor; the same where there is one. */
export function withHeader(secrets: DoorSecrets): DoorSecrets & { readonly header: DoorHeader } {
  const header = secrets.header ?? { name: 'x-waypost-secret', value: newToken(), seen: false };
  return { ...secrets, header };
}

/** The secrets without the header that was made: for whoever has one of their own. */
export function withoutHeader({ tokens }: DoorSecrets): DoorSecrets {
  return { tokens };
}

/** Whether a secret is the given text; takes the same time wherever they differ. */
export function isSecret(given: string, secret: Buffer): boolean {
  const bytes = Buffer.from(given);
  return bytes.length === secret.length && timingSafeEqual(bytes, secret);
}

export function sealSecrets(box: SecretBox, sender: string, secrets: DoorSecrets): string {
  return box.seal(JSON.stringify(secrets), ownerOf(sender));
}

/** @throws CannotOpen */
export function openSecrets(box: SecretBox, sender: string, sealed: string): DoorSecrets {
  return JSON.parse(box.open(sealed, ownerOf(sender))) as DoorSecrets;
}

function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

function ownerOf(sender: string): string {
  return `door:${sender}`;
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import { CallbackRejected } from '../callback-rejected.js';
import { headerOf } from '../header-secret.js';
import type { Callback } from '../provider.js';

/** The header of a callback that carries its signature. */
export const MEMORY_SIGNATURE_HEADER = 'x-memory-signature';

/** The value of that header for a body: `sha256=` and the hexadecimal HMAC-SHA256 of its bytes. Whoever plays the vendor signs with it. */
export function signMemoryCallback(body: Uint8Array, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** @throws CallbackRejected unless the callback is signed with the secret */
export function verifyMemorySignature({ headers, body }: Callback, secret: string): void {
  const given = Buffer.from(headerOf(headers, MEMORY_SIGNATURE_HEADER) ?? '');
  const expected = Buffer.from(signMemoryCallback(body, secret));
  if (given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw new CallbackRejected(
    `The callback is not signed with the configured callbackSecret in its ${MEMORY_SIGNATURE_HEADER} header.`,
  );
}

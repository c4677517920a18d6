import { hash } from 'node:crypto';

/**
 * A callback item's `id`: a digest of what makes the fact this fact (the vendor's ids, the status, the time), in a
 * fixed order. Equal parts give equal ids on every machine and in every release; a part that is left out differs
 * from an empty one, and parts never run into each other.
 *
 * @example itemId('status', 'wamid.abc', 'delivered', '1750030073')
 */
export function itemId(...parts: readonly (string | undefined)[]): string {
  // As JSON, a part that is left out is null.
  return hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 27);
}

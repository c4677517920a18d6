import { randomBytes } from 'node:crypto';

/** How many random digits one id takes (one more than it needs, for a byte has two), and for how many ids they are drawn at once. */
const DIGITS = 20;
const IDS = 256;
let digits = '';
let used = 0;

/**
 * A new id: the prefix, and the 32 hexadecimal digits of a UUID version 7 (RFC 9562, 5.7) of that time, so that ids sort
 * by the millisecond and cannot be guessed.
 */
export function sortableId(prefix: string, at: number): string {
  if (used === digits.length) {
    digits = randomBytes((DIGITS / 2) * IDS).toString('hex');
    used = 0;
  }
  const time = at.toString(16).padStart(12, '0');
  const variant = '89ab'.charAt(parseInt(digits.charAt(used + 3), 16) % 4);
  const a = digits.slice(used, used + 3);
  const b = digits.slice(used + 4, used + 19);
  used += DIGITS;
  return `${prefix}_${time}7${a}${variant}${b}`;
}

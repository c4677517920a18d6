import { randomUUID } from 'node:crypto';

/**
 * A new id: the prefix, and the 32 hexadecimal digits of a UUID version 7 (RFC 9562, 5.7) of that time, so that ids sort
 * by the millisecond and cannot be guessed.
 */
export function sortableId(prefix: string, at: number): string {
  const time = at.toString(16).padStart(12, '0');
  // The digits after the version are random in version 4 and version 7 alike, and Node makes them in advance.
  const random = randomUUID();
  return `${prefix}_${time}7${random.slice(15, 18)}${random.slice(19, 23)}${random.slice(24)}`;
}

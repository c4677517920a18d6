import { randomUUID } from 'node:crypto';

/** A new id of a user's message: `in_` and the 32 hexadecimal digits of a UUID version 7 (RFC 9562, 5.7). */
export function newInboundId(receivedAt: number): string {
  const time = receivedAt.toString(16).padStart(12, '0');
  const random = randomUUID();
  return `in_${time}7${random.slice(15, 18)}${random.slice(19, 23)}${random.slice(24)}`;
}

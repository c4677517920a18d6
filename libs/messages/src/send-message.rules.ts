import { parseTime } from './time/parse-time.js';
import { isMembers } from './validation/json.js';
import type { Breach } from './validation/rule.decorator.js';

/** A message must not expire before it may be sent. */
export function expiresAfterSending(object: object): readonly Breach[] {
  if (!isMembers(object)) return [];
  const sendAt = parseTime(object.sendAt);
  const expiresAt = parseTime(object.expiresAt);
  if (sendAt === undefined || expiresAt === undefined || expiresAt > sendAt) return [];
  return [{ path: 'expiresAt', message: '`expiresAt` must be later than `sendAt`.' }];
}

import type { ProblemError } from '../problem.dto.js';
import { isMembers } from '../members.js';
import { invalid } from '../http/read-body.js';

const MAX_MESSAGES = 1_000;

/**
 * The messages in the body of a batch, not yet checked.
 * @throws ProblemException `validation_failed` where the body is no batch
 */
export function readBatch(body: unknown): readonly unknown[] {
  if (!isMembers(body)) throw invalid([{ path: '', message: 'The body must be an object.' }]);
  const { messages } = body;
  const problems: ProblemError[] = Object.keys(body)
    .filter((name) => name !== 'messages')
    .map((path) => ({ path, message: 'This member is not known; leave it out.' }));
  if (!Array.isArray(messages) || messages.length < 1 || messages.length > MAX_MESSAGES) {
    const given = Array.isArray(messages) ? `, but has ${messages.length}` : '';
    const message = `\`messages\` must be a list of 1 to 1,000 messages${given}.`;
    problems.push({ path: 'messages', message });
  }
  if (problems.length > 0) throw invalid(problems);
  return messages as readonly unknown[];
}

/** An item of a batch, and the key that it carries beside its message. */
export interface KeyedItem {
  readonly message: unknown;
  /** Undefined where there is none; not yet checked. */
  readonly key?: unknown;
}

export function splitItem(item: unknown): KeyedItem {
  if (!isMembers(item) || item.idempotencyKey === undefined) return { message: item };
  const { idempotencyKey: key, ...message } = item;
  return { message, key };
}

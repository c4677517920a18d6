import { BootError } from '../boot-error.js';
import { defineSender, type SenderSetup } from './define-sender.js';
import { isMembers } from '../members.js';
import { SENDER_ID } from './sender-entry.js';
import type { SenderDefinition } from './sender.js';

/**
 * The senders of a list of entries, as `SENDERS_FILE` holds it.
 * @param source where the entries come from, for the messages, such as the file's path
 * @throws BootError naming everything that is wrong in all of them, and never a value
 */
export function defineSenders(
  entries: unknown,
  setup: SenderSetup,
  source: string,
): SenderDefinition[] {
  if (!Array.isArray(entries)) {
    throw new BootError(`${source} must hold a JSON array of senders.`);
  }
  const problems: string[] = [];
  const definitions = entries.flatMap((given: unknown, index) => {
    const defined = defineSender(given, setup);
    if (!defined.problems) return defined.definition;
    const name = nameOf(given, index);
    problems.push(...defined.problems.map(({ message }) => `${name}: ${message}`));
    return [];
  });
  problems.push(...duplicates(entries));
  if (problems.length === 0) return definitions;
  throw new BootError(`${source} has mistakes:`, problems);
}

function nameOf(given: unknown, index: number): string {
  const id = isMembers(given) ? given.id : undefined;
  const isNamed = typeof id === 'string' && SENDER_ID.test(id);
  return isNamed ? `Sender "${id}"` : `Sender number ${index + 1}`;
}

function duplicates(entries: readonly unknown[]): string[] {
  const ids = entries.flatMap((entry) =>
    isMembers(entry) && typeof entry.id === 'string' ? [entry.id] : [],
  );
  const twice = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  return [...twice].map((id) => `Sender "${id}" appears more than once: ids must be unique.`);
}

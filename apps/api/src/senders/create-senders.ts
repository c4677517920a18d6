import type { HttpService } from '@nestjs/axios';
import { InvalidOptions } from 'waypost/providers';
import { BootError } from '../boot-error.js';
import type { ProviderKind } from './provider-kind.js';
import { checkSender, type SenderEntry } from './sender-entry.js';
import type { Sender } from './sender.js';

/** What senders are made with. */
export interface SenderSetup {
  readonly providers: readonly ProviderKind[];
  readonly http: HttpService;
  /** Where the entries come from, for the messages, such as the file's path. */
  readonly source: string;
}

/**
 * The senders of a list of entries, as `SENDERS_FILE` holds it.
 * @throws BootError naming everything that is wrong in all of them, and never a value
 */
export function createSenders(entries: unknown, setup: SenderSetup): Sender[] {
  if (!Array.isArray(entries)) {
    throw new BootError(`${setup.source} must hold a JSON array of senders.`);
  }
  const problems: string[] = [];
  const senders = entries.flatMap((given: unknown, index) => {
    const { entry, problems: found } = checkSender(given, setup.providers);
    const name = entry.id === undefined ? `Sender number ${index + 1}` : `Sender "${entry.id}"`;
    const sender = connect(entry, setup, found);
    problems.push(...found.map((problem) => `${name}: ${problem}`));
    return sender ?? [];
  });
  problems.push(...duplicates(entries));
  if (problems.length === 0) return senders;
  throw new BootError(`${setup.source} has mistakes:`, problems);
}

function connect(entry: SenderEntry, setup: SenderSetup, problems: string[]): Sender | undefined {
  const { id, phone, limits, provider } = entry;
  if (!provider || entry.options === undefined) return undefined;
  try {
    const connection = provider.connect({ ...entry.options, phone }, id ?? '', setup.http);
    if (id === undefined || phone === undefined) return undefined;
    return { id, phone, limits, kind: provider.name, provider: connection };
  } catch (error) {
    if (!(error instanceof InvalidOptions)) throw error;
    // A wrong phone has been named already: it stands beside the options, not in them.
    problems.push(...error.problems.filter((problem) => !problem.startsWith('Option phone')));
    return undefined;
  }
}

function duplicates(entries: readonly unknown[]): string[] {
  const ids = entries.flatMap((entry) =>
    typeof entry === 'object' && entry !== null && 'id' in entry && typeof entry.id === 'string'
      ? [entry.id]
      : [],
  );
  const twice = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  return [...twice].map((id) => `Sender "${id}" is there more than once: ids must be unique.`);
}

import type { HttpService } from '@nestjs/axios';
import { InvalidOptions } from 'waypost/providers';
import type { ProblemError } from '../problem.dto.js';
import type { ProviderKind } from './provider-kind.js';
import { checkSender, type SenderEntry } from './sender-entry.js';
import type { SenderDefinition } from './sender.js';

/** What senders are made with. */
export interface SenderSetup {
  readonly kinds: readonly ProviderKind[];
  readonly http: HttpService;
}

/** A sender that can be made, or everything that is wrong with its description. */
export type DefinedSender =
  | { readonly definition: SenderDefinition; readonly problems?: undefined }
  | { readonly definition?: undefined; readonly problems: readonly ProblemError[] };

/** Checks a sender as an operator describes it, with the options that its provider takes. No problem quotes a value. */
export function defineSender(given: unknown, setup: SenderSetup): DefinedSender {
  const { entry, problems } = checkSender(given, setup.kinds);
  problems.push(...optionProblems(entry, setup.http));
  const { id, provider, phone, options, limits } = entry;
  if (problems.length > 0 || !id || !provider || !phone || !options) return { problems };
  return { definition: { id, kind: provider.name, phone, options, limits } };
}

function optionProblems(entry: SenderEntry, http: HttpService): ProblemError[] {
  const { id, phone, options, provider } = entry;
  if (!provider || options === undefined) return [];
  try {
    provider.connect({ ...options, phone }, id ?? '', http);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidOptions)) throw error;
    // A wrong phone has been named already: it stands beside the options, not in them.
    return error.wrong
      .filter(({ option }) => option !== 'phone')
      .map(({ option, message }) => ({ path: option ? `options.${option}` : 'options', message }));
  }
}

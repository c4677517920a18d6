import { parsePhone } from 'waypost/messages';
import { nearest } from './nearest.js';
import type { ProviderKind } from './provider-kind.js';
import type { SenderLimits } from './sender.js';

type Fields = Readonly<Record<string, unknown>>;

/** What could be read of one entry; what is wrong or missing is left out, and is among the problems. */
export interface SenderEntry {
  readonly id?: string;
  readonly provider?: ProviderKind;
  readonly phone?: string;
  readonly options?: Fields;
  readonly limits: SenderLimits;
}

const FIELDS = ['id', 'provider', 'phone', 'options', 'limits'];
const LIMITS = ['messagesPerSecond'];
const ID = /^[A-Za-z0-9][\w-]{0,63}$/;

/** Reads one entry of a senders file, all but the provider's own options, and names everything that is wrong. */
export function checkSender(
  given: unknown,
  providers: readonly ProviderKind[],
): { readonly entry: SenderEntry; readonly problems: string[] } {
  if (!isFields(given)) {
    return { entry: { limits: {} }, problems: ['It must be an object.'] };
  }
  const problems = unknownFields(given, FIELDS, 'field');
  const note = <T>(value: T | undefined, problem: string): T | undefined => {
    if (value === undefined) problems.push(problem);
    return value;
  };
  const entry = {
    id: note(
      typeof given.id === 'string' && ID.test(given.id) ? given.id : undefined,
      'Field id must be 1 to 64 letters, digits, "-" and "_", beginning with a letter or digit.',
    ),
    provider: note(
      providers.find(({ name }) => name === given.provider),
      providerProblem(given.provider, providers),
    ),
    phone: note(
      parsePhone(given.phone),
      'Field phone must be the business number in E.164, such as +919876500001.',
    ),
    options: note(
      isFields(given.options) ? given.options : undefined,
      'Field options must be an object with the options of the provider.',
    ),
    limits: readLimits(given.limits, problems),
  };
  if (entry.options && 'phone' in entry.options) {
    problems.push('The phone stands beside the options, not in them.');
  }
  return { entry, problems };
}

function providerProblem(given: unknown, providers: readonly ProviderKind[]): string {
  const kinds = providers.map(({ name }) => name);
  const meant = typeof given === 'string' ? nearest(given, kinds) : undefined;
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return `Field provider must be one of ${kinds.join(', ')}.${hint}`;
}

function readLimits(given: unknown, problems: string[]): SenderLimits {
  if (given === undefined) return {};
  if (!isFields(given)) {
    problems.push('Field limits must be an object.');
    return {};
  }
  problems.push(...unknownFields(given, LIMITS, 'limit'));
  const { messagesPerSecond } = given;
  if (messagesPerSecond === undefined) return {};
  if (typeof messagesPerSecond === 'number' && messagesPerSecond > 0) return { messagesPerSecond };
  problems.push('Limit messagesPerSecond must be a number above 0.');
  return {};
}

function unknownFields(given: Fields, known: readonly string[], what: string): string[] {
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = nearest(name, known);
      return `There is no ${what} ${name}${meant === undefined ? '.' : `; did you mean ${meant}?`}`;
    });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

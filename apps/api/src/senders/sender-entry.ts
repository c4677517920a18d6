import { nearest, parsePhone } from 'waypost/messages';
import type { ProblemError } from '../problem.dto.js';
import { readLimits } from './limits.js';
import type { ProviderKind } from './provider-kind.js';
import type { Options, SenderLimits } from './sender.js';
import { isMembers, unknownMembers } from '../members.js';

/** What could be read of one entry; what is wrong or missing is left out, and is among the problems. */
export interface SenderEntry {
  readonly id?: string;
  readonly provider?: ProviderKind;
  readonly phone?: string;
  readonly options?: Options;
  readonly limits: SenderLimits;
}

const FIELDS = ['id', 'provider', 'phone', 'options', 'limits'];

/** What the id of a sender looks like. */
export const SENDER_ID = /^[A-Za-z0-9][\w-]{0,63}$/;

/** Reads one sender as an operator describes it, all but the provider's own options, and names everything that is wrong. */
export function checkSender(
  given: unknown,
  kinds: readonly ProviderKind[],
): { readonly entry: SenderEntry; readonly problems: ProblemError[] } {
  if (!isMembers(given)) {
    return { entry: { limits: {} }, problems: [{ path: '', message: 'It must be an object.' }] };
  }
  const problems = unknownMembers(given, FIELDS, 'field');
  const note = <T>(path: string, value: T | undefined, message: string): T | undefined => {
    if (value === undefined) problems.push({ path, message });
    return value;
  };
  const entry = {
    id: note(
      'id',
      typeof given.id === 'string' && SENDER_ID.test(given.id) ? given.id : undefined,
      'Field id must be 1 to 64 letters, digits, "-" and "_", beginning with a letter or digit.',
    ),
    provider: note(
      'provider',
      kinds.find(({ name }) => name === given.provider),
      providerProblem(given.provider, kinds),
    ),
    phone: note('phone', parsePhone(given.phone), PHONE_RULE),
    options: note(
      'options',
      isMembers(given.options) ? given.options : undefined,
      'Field options must be an object with the options of the provider.',
    ),
    limits: readLimits(given.limits, problems),
  };
  if (entry.options && 'phone' in entry.options) problems.push(MISPLACED_PHONE);
  return { entry, problems };
}

const PHONE_RULE = 'Field phone must be the business number in E.164, such as +919876500001.';

const MISPLACED_PHONE = {
  path: 'options.phone',
  message: 'The phone stands beside the options, not in them.',
};

function providerProblem(given: unknown, kinds: readonly ProviderKind[]): string {
  const names = kinds.map(({ name }) => name);
  const meant = typeof given === 'string' ? nearest(given, names) : undefined;
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return `Field provider must be one of ${names.join(', ')}.${hint}`;
}

import type { SenderRow } from 'waypost/store';
import { defineSender, type DefinedSender } from './define-sender.js';
import { isMembers, unknownMembers, type Members } from '../members.js';
import type { SenderFactory } from './sender-factory.js';

const FIELDS = ['phone', 'options', 'limits'];
const FIXED = ['id', 'provider'];

/**
 * A stored sender with the changes of a merge patch (RFC 7396): what is left out stays, null takes an option or a limit away. Everything is
 * checked as for a new sender.
 */
export function patchSender(row: SenderRow, patch: unknown, factory: SenderFactory): DefinedSender {
  if (!isMembers(patch)) return { problems: [{ path: '', message: 'It must be an object.' }] };
  const fixed = FIXED.filter((name) => name in patch).map((path) => ({
    path,
    message: `Field ${path} cannot be changed: add another sender.`,
  }));
  const problems = [...unknownMembers(patch, [...FIELDS, ...FIXED], 'field'), ...fixed];
  if (problems.length > 0) return { problems };
  return defineSender(
    {
      id: row.id,
      provider: row.provider,
      phone: patch.phone === undefined ? row.phone : patch.phone,
      options: merge(factory.optionsOf(row), patch.options),
      limits: merge(JSON.parse(row.limits) as Members, patch.limits),
    },
    factory,
  );
}

// What is no object goes on as it is, to be refused where the whole is checked.
function merge(stored: Members, patch: unknown): unknown {
  if (patch === undefined) return stored;
  if (!isMembers(patch)) return patch;
  const merged = Object.entries({ ...stored, ...patch });
  return Object.fromEntries(merged.filter(([, value]) => value !== null));
}

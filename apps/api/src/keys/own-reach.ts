import { ProblemException } from '../problem.js';
import type { ProblemError } from '../problem.dto.js';
import type { Caller } from './caller.js';
import { covers, hasScope, reachesSender, type Reach } from './scope.js';

/**
 * Refuses a key that would reach further than the one that asks for it, or outlive it.
 * @throws ProblemException `beyond_own_reach`, naming everything that goes too far
 */
export function requireWithinOwn(caller: Caller, reach: Reach, expiresAt: number | null): void {
  const errors = [...reachErrors(caller.reach, reach), ...timeErrors(caller, expiresAt)];
  if (errors.length === 0 && covers(caller.reach, reach)) return;
  const detail =
    'A key cannot give more than it has: the new key would reach further than the asking one.';
  throw new ProblemException('beyond_own_reach', detail, { errors });
}

function reachErrors(outer: Reach, inner: Reach): ProblemError[] {
  const scopes = inner.scopes
    .filter((scope) => !hasScope(outer, scope))
    .map((scope) => ({
      path: 'scopes',
      message: `The asking key does not have the scope ${scope}.`,
    }));
  if (outer.senders === undefined) return scopes;
  const message = 'The asking key is limited to some senders: name the ones that you mean.';
  const senders = inner.senders
    ? inner.senders
        .filter((sender) => !reachesSender(outer, sender))
        .map((id) => ({ path: 'senders', message: `The asking key may not use a sender ${id}.` }))
    : [{ path: 'senders', message }];
  return [...scopes, ...senders];
}

function timeErrors({ expiresAt: own = Infinity }: Caller, wanted: number | null): ProblemError[] {
  if ((wanted ?? Infinity) <= own) return [];
  const end = new Date(own).toISOString();
  return [
    {
      path: 'expiresAt',
      message: `The asking key ends at ${end}; the new one must not outlive it.`,
    },
  ];
}

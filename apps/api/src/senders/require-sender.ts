import type { Caller } from '../keys/caller.js';
import { reachesSender } from '../keys/scope.js';
import { ProblemException } from '../problem.js';
import type { SenderDirectory } from './sender-directory.js';

/**
 * Refuses a sender that is named and is not there for this caller, whose name is then mistyped or another's. One with
 * which nothing can be sent is there.
 * @throws ProblemException `unknown_sender`
 */
export function requireSender(
  known: Pick<SenderDirectory, 'has'>,
  { reach }: Caller,
  id: string | undefined,
): void {
  if (id === undefined || (reachesSender(reach, id) && known.has(id))) return;
  throw unknownSender();
}

/** A request names a sender that is not there for its caller, who is not told whether it is there for others. */
export function unknownSender(): ProblemException {
  const message =
    'There is no such sender for this key: correct its id, or use a key that may use it.';
  return new ProblemException('unknown_sender', message, { errors: [{ path: 'sender', message }] });
}

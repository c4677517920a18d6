import type { EvidenceRow, MessageRow, Store } from 'waypost/store';

/** How far a vendor's clock may be from ours; its times are whole seconds. */
const SKEW_MS = 10_000;

/**
 * The one message that evidence with an unknown id can mean: among those of its sender and recipient that are under
 * way there is no other, its outcome is unknown, and the evidence falls between the start of its attempt and the end
 * of its grace. Whoever is `sending` may yet get that id for an answer, and so stands against it.
 */
export async function theOnlyOneOpen(
  open: readonly MessageRow[],
  evidence: EvidenceRow,
  store: Pick<Store, 'attemptsOf'>,
): Promise<MessageRow | undefined> {
  const [only, ...others] = open;
  if (only?.status !== 'unknown' || others.length > 0) return undefined;
  const attempts = await store.attemptsOf(only.position);
  const startedAt = attempts.find(({ n }) => n === only.attempts)?.startedAt ?? only.createdAt;
  const isInTime = evidence.at >= startedAt - SKEW_MS && evidence.at <= only.dueAt + SKEW_MS;
  return isInTime ? only : undefined;
}

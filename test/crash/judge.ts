import type { LoggedMessage } from 'waypost/sandbox';
import { REFUSAL } from './faults.js';
import type { Posted } from './poster.js';

/** What the gateway says of a message in the end. */
export interface Told {
  readonly id: string;
  readonly status: string;
  readonly events: readonly { readonly type: string }[];
  readonly attempts: readonly { readonly n: number; readonly outcome: string }[];
}

/** What the vendor's own log shows, against what the gateway promised. Every string is a broken promise. */
export function judge(
  callers: readonly (readonly Posted[])[],
  told: ReadonlyMap<string, Told>,
  log: readonly LoggedMessage[],
): string[] {
  const submissions = submissionsByMessage(log);
  const broken: string[] = [];
  for (const { id, onUnknown } of callers.flat()) {
    const message = id === undefined ? undefined : told.get(id);
    if (!id || !message) {
      broken.push(`${id ?? 'a message without an id'} was answered with 202 and is lost`);
      continue;
    }
    if (!SETTLED.has(message.status)) broken.push(`${id} is ${message.status} in the end`);
    const times = submissions.get(id)?.length ?? 0;
    const asked = onUnknown === 'retry' && wasUnknown(message);
    if (times > 1 && !asked) broken.push(`${id} was submitted ${times} times`);
    if (times === 0 && DELIVERING.has(message.status))
      broken.push(`${id} never reached the vendor`);
  }
  const ids = new Set(callers.flat().map(({ id }) => id));
  for (const id of submissions.keys()) {
    if (!ids.has(id)) broken.push(`${id} was submitted and never answered with 202`);
  }
  return [...broken, ...disorder(callers, told, submissions)];
}

const DELIVERING = new Set(['accepted', 'sent', 'delivered', 'read', 'played']);
const SETTLED = new Set([...DELIVERING, 'failed', 'canceled', 'expired']);

// Submitted: the vendor read the whole request, and did not answer with a documented refusal.
function submissionsByMessage(log: readonly LoggedMessage[]): Map<string, number[]> {
  const submissions = new Map<string, number[]>();
  for (const entry of log) {
    const reference = referenceOf(entry);
    const isRefused =
      entry.answered?.body?.includes(`"code":${REFUSAL}`) && entry.answered.cut === undefined;
    if (!entry.requestRead || isRefused || reference === undefined) continue;
    const id = reference.replace(/\.\d+$/, '');
    submissions.set(id, [...(submissions.get(id) ?? []), entry.seq]);
  }
  return submissions;
}

function referenceOf({ rawBody }: LoggedMessage): string | undefined {
  return /"ref":"(msg_[0-9a-f]+\.\d+)"/.exec(rawBody)?.[1];
}

function wasUnknown({ events, attempts }: Told): boolean {
  return (
    events.some(({ type }) => type === 'message.unknown') ||
    attempts.some(({ outcome }) => outcome === 'unknown')
  );
}

// For one recipient the order of the 202s is the order of hand-over, where no predecessor was retried or unknown.
function disorder(
  callers: readonly (readonly Posted[])[],
  told: ReadonlyMap<string, Told>,
  submissions: ReadonlyMap<string, readonly number[]>,
): string[] {
  const broken: string[] = [];
  for (const posted of callers) {
    const last = new Map<string, number>();
    const excused = new Set<string>();
    for (const { id = '', to } of posted) {
      const message = told.get(id);
      const first = submissions.get(id)?.[0];
      const before = last.get(to);
      if (first !== undefined && before !== undefined && first < before && !excused.has(to)) {
        broken.push(`${id} reached the vendor before its predecessor to the same recipient`);
      }
      excused.delete(to);
      if (!message || wasUnknown(message) || message.attempts.length > 1) excused.add(to);
      if (first !== undefined) last.set(to, first);
    }
  }
  return broken;
}

import type { LoggedCallback } from 'waypost/sandbox';
import type { Told } from './judge.js';

const RANK: Readonly<Record<string, number>> = { accepted: 1, sent: 2, delivered: 3, read: 4 };

/**
 * What the vendor's log of callbacks shows, against what the gateway says in the end: what it answered with 200 counts,
 * and is in the message's history. Every string is a broken promise.
 */
export function judgeCallbacks(
  told: ReadonlyMap<string, Told>,
  log: readonly LoggedCallback[],
): string[] {
  return [...furthest(log)].flatMap(([id, status]) => {
    const message = told.get(id);
    if (!message) return [`${id} was reported as ${status} and is lost`];
    const isThere = message.events.some(({ type }) => type === `message.${status}`);
    return [
      ...(rankOf(message.status) < rankOf(status)
        ? [
            `${id} is ${message.status}, though the report that it is ${status} was answered with 200`,
          ]
        : []),
      ...(isThere ? [] : [`${id} has no event of the report that it is ${status}`]),
    ];
  });
}

// Nothing that comes later takes the furthest status back: in these runs no callback reports a failure.
function furthest(log: readonly LoggedCallback[]): ReadonlyMap<string, string> {
  const statuses = new Map<string, string>();
  for (const { body, delivered } of log) {
    const [, id] = /"ref":"(msg_[0-9a-f]+)\.\d+"/.exec(body) ?? [];
    if (!delivered || id === undefined) continue;
    const { status } = JSON.parse(body) as { readonly status: string };
    if (rankOf(status) > rankOf(statuses.get(id) ?? '')) statuses.set(id, status);
  }
  return statuses;
}

function rankOf(status: string): number {
  return RANK[status] ?? 0;
}

import type { DeliveryStatus } from 'waypost/providers';
import type { MessageStatus, Move } from 'waypost/store';

/** How far along its way a message is known to be. */
const RANK: Readonly<Record<string, number>> = {
  accepted: 1,
  sent: 2,
  delivered: 3,
  read: 4,
  played: 5,
};

/** From here on the user's phone has it, and nothing that anybody believed before stands against that. */
const DELIVERED = 3;

const OPEN = ['sending', 'unknown'] as const;

const ENDS: ReadonlySet<string> = new Set(['failed', 'canceled', 'expired']);

/** What is known of a message when a status for one of its attempts arrives. */
export interface Known {
  readonly status: string;
  /** The number of the latest attempt. */
  readonly attempts: number;
  /** Our code of the failure, where the message has failed. */
  readonly errorCode?: string;
}

export interface Evidence {
  readonly status: DeliveryStatus;
  /** The attempt that it speaks of. */
  readonly attempt: number;
}

/** What a status changes. `ended` is for the caller to judge by the failure: retry within the budget, or fail. */
export type Change =
  | { readonly kind: 'none' }
  | { readonly kind: 'moved'; readonly to: DeliveryStatus; readonly corrects?: string }
  | { readonly kind: 'ended' };

const NONE: Change = { kind: 'none' };

/**
 * What a status means for a message: forward only, for each attempt; delivery evidence of any attempt outranks every
 * end state and withdraws a queued retry; a failure counts only for the attempt that is awaited.
 * Applying the same statuses in any order leads to the same status.
 */
export function weigh(known: Known, evidence: Evidence): Change {
  if (evidence.status === 'failed') return weighFailure(known, evidence);
  const to = evidence.status;
  const rank = RANK[to] ?? 0;
  if (rank >= DELIVERED) {
    if (rank <= (RANK[known.status] ?? 0)) return NONE;
    return ENDS.has(known.status)
      ? { kind: 'moved', to, corrects: known.status }
      : { kind: 'moved', to };
  }
  if (evidence.attempt !== known.attempts) return NONE;
  if (known.status === 'failed') {
    return known.errorCode === 'outcome_unknown' ? { kind: 'moved', to, corrects: 'failed' } : NONE;
  }
  const isOpen = OPEN.some((status) => status === known.status);
  return isOpen || rank > (RANK[known.status] ?? Infinity) ? { kind: 'moved', to } : NONE;
}

/** Whether a message of this status is known to have been accepted by the vendor, or to have come further. */
export function isAcceptance(status: string | null): boolean {
  return status !== null && RANK[status] !== undefined;
}

const MOVES: ReadonlyMap<DeliveryStatus, Move> = new Map(
  (['accepted', 'sent', 'delivered', 'read', 'played'] as const).map((to) => [to, plainMove(to)]),
);

/**
 * The change that a status makes by itself, the same each time; what it does not cover, `weigh` decides. It needs
 * nothing but the stored status: most callbacks are no more than that.
 */
export function moveFor(status: DeliveryStatus): Move | undefined {
  return MOVES.get(status);
}

function plainMove(to: DeliveryStatus): Move {
  const words = Object.keys(RANK) as MessageStatus[];
  const isBefore = (word: MessageStatus) => (RANK[word] ?? 0) < (RANK[to] ?? 0);
  const before = words.filter(isBefore);
  const isDelivery = (RANK[to] ?? 0) >= DELIVERED;
  return {
    from: isDelivery ? ['queued', ...OPEN, ...before] : [...OPEN, ...before],
    latest: !isDelivery,
    past: words.filter((word) => !isBefore(word)),
    event: { type: `message.${to}`, data: JSON.stringify({ status: to }) },
  };
}

function weighFailure(known: Known, evidence: Evidence): Change {
  const awaited = ['sending', 'unknown', 'accepted', 'sent'].includes(known.status);
  const guessed = known.status === 'failed' && known.errorCode === 'outcome_unknown';
  return evidence.attempt === known.attempts && (awaited || guessed) ? { kind: 'ended' } : NONE;
}

import type { Failure } from 'waypost/providers';
import type { DeliveryStatus } from 'waypost/providers';
import type { EvidenceRow, MessageRow, NewEvidence, Store, Transition } from 'waypost/store';
import { messageEvent } from './events.js';
import { weigh } from './evidence.js';
import { outOfTime } from './outcome.js';
import { judge, type Pause } from './retry-policy.js';
import { errorOfFailure, readError, type StoredError } from './stored-error.js';
import { ProviderError } from 'waypost/providers';

/** What applying a piece of evidence led to, for the lane. */
export interface Applied {
  readonly row: MessageRow;
  /** Whether the message waits to be sent again. */
  readonly requeuedAt?: number;
  readonly pause?: Pause;
  readonly error?: StoredError;
}

/** How a failure is kept between its arrival and its judgement. */
interface StoredFailure {
  readonly failure: Failure;
}

const MAX_TRIES = 20;

/** Applies what callbacks say to the messages they speak of: recorded first, weighed second, changed by compare-and-set. */
export class EvidenceDesk {
  constructor(
    private readonly store: Store,
    private readonly changed: (applied: Applied) => void,
  ) {}

  /** Records and applies one status. Returns whether its message is known. */
  async take(evidence: Omit<NewEvidence, 'error'>, failure?: Failure): Promise<boolean> {
    const stored: StoredFailure | undefined = failure && { failure };
    const error = stored ? JSON.stringify(stored) : null;
    const recorded = await this.store.record({ ...evidence, error });
    if (recorded.duplicate && recorded.evidence.settledAt !== null) return true;
    return this.apply(recorded.evidence, recorded.message);
  }

  /** Applies recorded evidence to its message. Returns whether there is one. */
  async apply(evidence: EvidenceRow, message: MessageRow | null): Promise<boolean> {
    let row = message;
    for (let tries = 0; row && tries < MAX_TRIES; tries++) {
      const plan = this.#plan(row, evidence);
      if (!plan) {
        await this.store.settleEvidence([evidence.position], Date.now());
        return true;
      }
      const changed = await this.store.transition(plan.transition);
      if (changed.applied) {
        this.changed(plan.applied);
        return true;
      }
      row = (await this.store.get(row.position)) ?? null;
    }
    return row !== null;
  }

  /** Matches again what had no message when it came, and finishes what a crash left half done. */
  async sweep(limit = 500): Promise<number> {
    let after = 0;
    let applied = 0;
    for (;;) {
      const open = await this.store.openEvidence({ after, limit });
      for (const { evidence, message } of await this.store.rematch(open)) {
        if (message && (await this.apply(evidence, message))) applied++;
      }
      after = open.at(-1)?.position ?? after;
      if (open.length < limit) return applied;
    }
  }

  #plan(
    row: MessageRow,
    evidence: EvidenceRow,
  ): { readonly transition: Transition; readonly applied: Applied } | undefined {
    const known = {
      status: row.status,
      attempts: row.attempts,
      errorCode: readError(row.error)?.code,
    };
    const attempt = evidence.attempt ?? row.attempts;
    const change = weigh(known, { status: evidence.status as DeliveryStatus, attempt });
    if (change.kind === 'none') return undefined;
    if (change.kind === 'ended') return this.#planFailure(row, evidence, attempt);
    const { to, corrects } = change;
    const data = { status: to, attempt, corrects, ...inferred(evidence) };
    return {
      applied: { row },
      transition: {
        ...expect(row, evidence),
        to,
        error: null,
        settledAt: null,
        events: [messageEvent(evidence.at, data)],
      },
    };
  }

  // The vendor gave up on an attempt that it had accepted: by the dictionary, tried again or the end of the message.
  #planFailure(row: MessageRow, evidence: EvidenceRow, attempt: number) {
    const { failure } = JSON.parse(evidence.error ?? '{}') as Partial<StoredFailure>;
    const told: StoredError = failure
      ? errorOfFailure(failure)
      : { code: 'unrecognized', message: 'The vendor reports a failure and no reason.' };
    const now = Date.now();
    const verdict = judge(asError(told, failure), {
      attempt,
      graceMs: row.graceMs,
      now,
      random: Math.random(),
    });
    const pause = verdict.next === 'await' ? undefined : verdict.pause;
    const at = verdict.next === 'retry' ? verdict.at : undefined;
    const isRetried = at !== undefined && at < row.giveUpAt;
    const error = at === undefined || isRetried ? told : outOfTime(row, at, told);
    const end = error.code === 'expired' ? ('expired' as const) : ('failed' as const);
    const to = isRetried ? ('queued' as const) : end;
    const data = { status: to, attempt, error, ...(isRetried ? { retryAt: at } : {}) };
    return {
      applied: { row, pause, error: told, ...(isRetried ? { requeuedAt: at } : {}) },
      transition: {
        ...expect(row, evidence),
        to,
        ...(isRetried ? { dueAt: at } : {}),
        error: JSON.stringify(error),
        settledAt: isRetried ? null : now,
        events: [messageEvent(evidence.at, { ...data, ...inferred(evidence) })],
      },
    };
  }
}

// Only if nothing has changed since the row was read.
function expect(row: MessageRow, evidence: EvidenceRow) {
  return {
    position: row.position,
    sender: row.sender,
    from: [row.status],
    attempts: row.attempts,
    evidence: [evidence.position],
  };
}

function inferred(evidence: EvidenceRow): { readonly inferred?: true } {
  return evidence.inferred ? { inferred: true } : {};
}

// A failure in a callback is judged as the same refusal in an answer would be; WhatsApp says that it was not delivered.
function asError(told: StoredError, failure: Failure | undefined): ProviderError {
  return new ProviderError(told.message, {
    code: failure?.code ?? 'unrecognized',
    mayHaveBeenSent: false,
    entry: failure?.entry,
  });
}

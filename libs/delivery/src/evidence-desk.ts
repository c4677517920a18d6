import { ProviderError, type DeliveryStatus, type Failure } from 'waypost/providers';
import type { EvidenceRow, MessageRow, Noted, Store, Transition } from 'waypost/store';
import type { SenderSource } from './delivery-sender.js';
import { messageEvent } from './events.js';
import { weigh } from './evidence.js';
import { outOfTime } from './outcome.js';
import { judge, type Pause } from './retry-policy.js';
import { evidenceOf, type Report, type StoredFailure, type Taken } from './report.js';
import { errorOfFailure, readError, type StoredError } from './stored-error.js';
import { theOnlyOneOpen } from './inference.js';
import { formsOf } from './number-forms.js';

/** What applying a piece of evidence led to, for the lane. */
export interface Applied {
  readonly row: MessageRow;
  /** When the message is sent again, epoch milliseconds; left out where it is not. */
  readonly requeuedAt?: number;
  readonly pause?: Pause;
  readonly error?: StoredError;
}

const MAX_TRIES = 20;

/** Applies what callbacks say to the messages they speak of: recorded first, weighed second, changed by compare-and-set. */
export class EvidenceDesk {
  constructor(
    private readonly store: Store,
    private readonly senders: SenderSource,
    private readonly changed: (applied: Applied) => void,
  ) {}

  /**
   * Records and applies reports, in the order given for each message. If the store refuses one of them, it refuses all.
   */
  async take(reports: readonly Report[]): Promise<readonly Taken[]> {
    const noted = await this.store.recordEach(reports.map(evidenceOf));
    const found = await this.#decide(noted.filter(({ settled }) => !settled));
    return noted.map(({ duplicate, position, message }) => ({
      duplicate,
      known: message !== null || found.has(position),
    }));
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

  /** Finishes what a crash left half done. */
  async sweep(limit = 500): Promise<void> {
    let after = 0;
    for (;;) {
      const open = await this.store.openEvidence({ after, limit });
      await this.#applyEach(await this.store.rematch(open));
      after = open.at(-1)?.position ?? after;
      if (open.length < limit) return;
    }
  }

  /** Looks again for the messages of evidence that had none when it came. Gives the positions of what was found. */
  async rematch(parked: readonly EvidenceRow[]): Promise<ReadonlySet<number>> {
    const found = new Set<number>();
    const recorded = await this.store.rematch(parked);
    await this.#applyEach(recorded);
    for (const { evidence, message } of recorded) {
      if (message || (await this.#infer(evidence))) found.add(evidence.position);
    }
    return found;
  }

  // Most of what comes is settled by now; the rest is read and weighed. Gives what was matched only here.
  async #decide(open: readonly Noted[]): Promise<ReadonlySet<number>> {
    if (open.length === 0) return new Set();
    const rows = await this.store.recorded(open.map(({ position }) => position));
    await this.#applyEach(rows);
    const parked = rows.flatMap(({ evidence, message }) => (message ? [] : [evidence]));
    return parked.some((evidence) => this.#mayInfer(evidence)) ? this.rematch(parked) : new Set();
  }

  // Messages side by side, the evidence of each one after the other.
  async #applyEach(
    rows: readonly { readonly evidence: EvidenceRow; readonly message: MessageRow | null }[],
  ): Promise<void> {
    const turns = new Map<number, Promise<unknown>>();
    for (const { evidence, message } of rows) {
      if (evidence.message === null) continue;
      const before = turns.get(evidence.message) ?? Promise.resolve();
      turns.set(
        evidence.message,
        before.then(() => this.apply(evidence, message)),
      );
    }
    await Promise.all(turns.values());
  }

  #mayInfer({ sender: id, recipient, status }: EvidenceRow): boolean {
    const sender = this.senders.get(id);
    const isOurs = sender?.provider.correlation === 'id' && sender.exclusive !== false;
    return isOurs && recipient !== null && status !== 'billed';
  }

  /** Settles the one attempt that the evidence can mean, if there is exactly one. */
  async #infer(evidence: EvidenceRow): Promise<boolean> {
    if (evidence.recipient === null || !this.#mayInfer(evidence)) return false;
    const open = await this.store.openFor(evidence.sender, formsOf(evidence.recipient));
    const meant = await theOnlyOneOpen(open, evidence, this.store);
    if (!meant) return false;
    const inferred = await this.store.infer(evidence, meant.position, meant.attempts);
    return this.apply(inferred.evidence, inferred.message);
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
    if (evidence.status === 'billed') return undefined;
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
      : { code: 'unrecognized', message: 'The vendor reports a failure without a reason.' };
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

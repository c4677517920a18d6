import type { DeliveryStatus, Failure } from 'waypost/providers';
import type { NewEvidence } from 'waypost/store';
import { moveFor } from './evidence.js';

/** What a callback says of one message: a status, or `billed` with its price in `detail`. */
export interface Report extends Omit<NewEvidence, 'error' | 'move'> {
  readonly status: DeliveryStatus | 'billed';
  /** Why it failed. */
  readonly failure?: Failure;
}

/** What became of a report. */
export interface Taken {
  /** Whether the same item was reported before. */
  readonly duplicate: boolean;
  /** Whether its message is known; if not, it is kept and matched later. */
  readonly known: boolean;
}

/** How a failure is kept between its arrival and its judgement. */
export interface StoredFailure {
  readonly failure: Failure;
}

/** A report as the store takes it, with the change that nobody has to judge. */
export function evidenceOf({ failure, ...report }: Report): NewEvidence {
  const { status } = report;
  const stored: StoredFailure | undefined = failure && { failure };
  const move = status === 'billed' ? undefined : moveFor(status);
  return {
    ...report,
    error: stored ? JSON.stringify(stored) : null,
    ...(move && { move }),
  };
}

import type { Provider } from '../accounts.js';
import { RingBuffer, type LogBounds } from './ring-buffer.js';

/** How a receiver took a callback, or how it did not. */
export type CallbackOutcome =
  | {
      readonly status: number;
      /** The beginning of the answer's body; vendors expect none. */
      readonly body: string;
    }
  | { readonly error: string };

/** One attempt to call a receiver. */
export interface LoggedCallback {
  /** Number of the attempt, from 1 in order of sending; the cursor of `after`. */
  readonly seq: number;
  readonly registration: string;
  readonly provider: Provider;
  readonly account: string;
  /** The statuses or the kind of event it carried. */
  readonly events: readonly string[];
  /** The vendor's id of the message it is about, where it is about one. */
  readonly messageId?: string;
  readonly method: string;
  readonly url: string;
  /** The exact body; empty for a GET. */
  readonly body: string;
  /** 1 for the first delivery, more for a repetition. */
  readonly attempt: number;
  readonly sentAt: string;
  readonly outcome: CallbackOutcome;
  readonly delivered: boolean;
  /** Why the receiver should be changed although it took the callback. */
  readonly warning?: string;
}

const NON_EMPTY =
  'The receiver answered with a body; Gupshup may forward it to the customer as a WhatsApp message. Answer with zero bytes.';

/** A receiver that answers Gupshup with anything but zero bytes is talking to the customer. */
export const warningFor = (provider: Provider, outcome: CallbackOutcome): string | undefined =>
  provider === 'gupshup' && 'status' in outcome && outcome.body !== '' ? NON_EMPTY : undefined;

/** The callbacks that were sent, in order, within bounds. */
export class CallbackLog {
  readonly #entries: RingBuffer<LoggedCallback>;
  /** Messages whose callbacks were given up because too many were waiting. */
  abandoned = 0;

  constructor(bounds: LogBounds) {
    this.#entries = new RingBuffer(bounds);
  }

  get total(): number {
    return this.#entries.total;
  }

  add(callback: Omit<LoggedCallback, 'seq'>): void {
    this.#entries.add((seq) => ({ seq, ...callback }), callback.body.length);
  }

  list({ after = 0, limit = Number.POSITIVE_INFINITY } = {}): LoggedCallback[] {
    const found: LoggedCallback[] = [];
    for (const entry of this.#entries.after(after)) {
      if (found.length >= limit) break;
      found.push(entry);
    }
    return found;
  }

  clear(): void {
    this.#entries.clear();
    this.abandoned = 0;
  }
}

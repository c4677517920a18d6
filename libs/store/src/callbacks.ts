import type { LooseEvent } from './operations.js';

/**
 * `pending`: durable and not applied yet; `applied`: everything in it is recorded; `unknown`: something in it has a
 * shape that nobody knows; `failed`: something in it could not be recorded.
 */
export const CALLBACK_OUTCOMES = ['pending', 'applied', 'unknown', 'failed'] as const;

export type CallbackOutcome = (typeof CALLBACK_OUTCOMES)[number];

/** An HTTP request of a vendor, as it arrived at a sender's door. It holds no credential. */
export interface NewCallback {
  readonly sender: string;
  /** The kind of provider. */
  readonly provider: string;
  readonly receivedAt: number;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface CallbackRow extends NewCallback {
  readonly position: number;
  readonly outcome: CallbackOutcome;
  /** Equal for unknown callbacks of one shape; null where everything is known. */
  readonly shape: string | null;
  /** What was in it, as JSON that the store never reads; null while it is pending. */
  readonly summary: string | null;
  readonly settledAt: number | null;
}

/** What became of a callback. */
export interface CallbackEnd {
  readonly position: number;
  readonly outcome: Exclude<CallbackOutcome, 'pending'>;
  readonly shape: string | null;
  readonly summary: string;
  readonly at: number;
}

/** An event about an item of a callback; told once, however often the item comes. */
export interface ItemEvent extends LooseEvent {
  readonly itemId: string;
}

/** Which callbacks; all that is given must hold. */
export interface CallbackFilter {
  /** Null or left out: all senders. */
  readonly senders?: readonly string[] | null;
  readonly outcomes?: readonly CallbackOutcome[];
  /** Received at or after. */
  readonly since?: number;
  /** Received before. */
  readonly until?: number;
}

/** A callback without what it says, which may be long. */
export type ListedCallback = Omit<CallbackRow, 'method' | 'headers' | 'query' | 'body'>;

export interface CallbackPage {
  /** Newest first. */
  readonly rows: readonly ListedCallback[];
  /** Give it as `before` for the next page; null at the end. */
  readonly next: number | null;
}

/** Callbacks as they came: kept before they are answered, applied from here. */
export interface Callbacks {
  /** Resolves with its position once it is durable. */
  keep(callback: NewCallback): Promise<number>;
  /** Settles callbacks that are pending, and tells the events of items that are new. Gives for each event whether it was told. */
  settle(ends: readonly CallbackEnd[], events: readonly ItemEvent[]): Promise<readonly boolean[]>;
  /** What is pending, oldest first: as many as have so many bytes together, of one at least if there is any. */
  pending(options: {
    readonly after: number;
    readonly limit: number;
    readonly bytes?: number;
  }): Promise<readonly CallbackRow[]>;
  find(position: number): Promise<CallbackRow | undefined>;
  list(
    filter: CallbackFilter,
    options: { readonly before?: number; readonly limit: number },
  ): Promise<CallbackPage>;
  /** Makes callbacks pending again, to be applied anew. Gives how many were not. */
  reopen(positions: readonly number[]): Promise<number>;
}

import type { EndedAttempt } from '../operations.js';
import type { MessageStatus } from '../rows.js';
import type { Row } from '../step.js';

/** An event before it has a number: type, at, data. */
export type EventValues = readonly [type: string, at: number, data: string];

/**
 * The operations of a group commit, ready to be bound: plain values only, since they go to another thread as they are.
 */
export type Op =
  | InsertOp
  | StartOp
  | ChangeOp
  | RecordOp
  | SettleOp
  | AppendOp
  | ReceiveOp
  | KeepCallbackOp
  | EndCallbacksOp;

export interface InsertOp {
  readonly kind: 'insert';
  /** Rows of `MESSAGE`, as they are if no lease is asked for or the lease holds. */
  readonly rows: readonly Row[];
  /** For each row its events; their count stands in the row. */
  readonly events: readonly (readonly EventValues[])[];
  /** For each row the epoch of its sender's lease if it is `sending`, else null. */
  readonly epochs: readonly (number | null)[];
  /** A row of `CLAIM`. */
  readonly claim: Row | null;
}

export interface StartOp {
  readonly kind: 'start';
  /** Rows of `START`. */
  readonly rows: readonly Row[];
  readonly senders: readonly string[];
}

export interface ChangeOp {
  readonly kind: 'change';
  readonly sender: string;
  /** A row of `CHANGE`. */
  readonly row: Row;
  readonly events: readonly EventValues[];
  /** A row of `ATTEMPT`. */
  readonly attempt: Row | null;
  /** Rows of `ALIAS`. */
  readonly aliases: readonly Row[];
  /** Rows of `SETTLE`. */
  readonly evidence: readonly Row[];
}

export interface RecordOp {
  readonly kind: 'record';
  readonly items: readonly RecordItem[];
  /** The changes of status that its items make: few, for most of them make the same. */
  readonly moves: readonly MoveValues[];
}

/** Evidence to store, or to look again for the message of what is stored. */
export interface RecordItem {
  readonly sender: string;
  readonly itemId: string;
  /** Of stored evidence; null where it is new. */
  readonly position: number | null;
  readonly providerIds: readonly string[];
  readonly reference: { readonly messageId: string; readonly attempt: number } | null;
  /** Where somebody inferred the attempt. */
  readonly inferred: { readonly message: number; readonly attempt: number } | null;
  readonly recipient: string | null;
  /** status, at, received_at, error, detail; only where it is new. */
  readonly values: Row;
  /** The place of the change of status that it makes by itself. */
  readonly move: number | null;
  /** Whether it changes no status, so that nothing is left to decide once its message is known. */
  readonly inert: boolean;
  readonly now: number;
}

/** A `Move`; the statuses are texts such as `,sent,delivered,`. */
export interface MoveValues {
  readonly from: string;
  readonly latest: boolean;
  readonly past: string;
  readonly to: string;
  readonly type: string;
  readonly data: string;
}

export interface SettleOp {
  readonly kind: 'settle';
  /** Rows of `SETTLE`. */
  readonly rows: readonly Row[];
}

/** Events that belong to no message. */
export interface AppendOp {
  readonly kind: 'append';
  readonly events: readonly (readonly [sender: string, ...EventValues])[];
}

/** Stores a message of a user. */
export interface ReceiveOp {
  readonly kind: 'receive';
  /** A row of `INBOUND`. */
  readonly row: Row;
  /** sender, item id */
  readonly item: Row;
  /** Its data is an object, to which the answered message may be added. */
  readonly event: readonly [type: string, at: number, data: Readonly<Record<string, unknown>>];
}

/** Stores a callback of a vendor as it came. */
export interface KeepCallbackOp {
  readonly kind: 'keep-callback';
  /** A row of `CALLBACK` up to the body, which is its last value. */
  readonly row: Row;
  readonly body: string;
}

export interface EndCallbacksOp {
  readonly kind: 'end-callbacks';
  /** Rows of `END`. */
  readonly ends: readonly Row[];
  /** For each event its item: sender, item id, time. */
  readonly items: readonly Row[];
  readonly events: AppendOp['events'];
}

/** An operation and its place in the batch, where its result goes. */
export interface Placed<Kind extends Op['kind']> {
  readonly op: Extract<Op, { kind: Kind }>;
  readonly at: number;
}

/** What each kind of operation gives. */
export interface OpResults {
  readonly insert: InsertResult;
  /** The positions that were marked. */
  readonly start: readonly number[];
  /** The number of the last event if it applied, else the present status, null where there is no such message. */
  readonly change: number | MessageStatus | null;
  readonly record: readonly RecordResult[];
  readonly settle: null;
  readonly append: null;
  /** The position. */
  readonly 'keep-callback': number;
  /** For each event whether it was told. */
  readonly 'end-callbacks': readonly boolean[];
  readonly receive: ReceiveResult;
}

export type OpResult = OpResults[Op['kind']];

export type InsertResult =
  | {
      readonly kind: 'inserted';
      readonly positions: readonly number[];
      /** The places of the rows that were to be `sending` and are `queued`, because the lease did not hold. */
      readonly putBack: readonly number[];
    }
  | { readonly kind: 'replayed'; readonly answer: string }
  | { readonly kind: 'conflict' };

export interface RecordResult {
  readonly duplicate: boolean;
  readonly position: number;
  readonly message: number | null;
  readonly settled: boolean;
}

export interface ReceiveResult {
  readonly duplicate: boolean;
  readonly id: string;
  readonly answers: string | null;
}

/** The values of an attempt in the order of `ATTEMPT`. */
export function attemptRow(message: number, attempt: EndedAttempt): Row {
  return [
    message,
    attempt.n,
    attempt.startedAt,
    attempt.endedAt,
    attempt.outcome,
    attempt.providerMessageId,
    attempt.error,
  ];
}

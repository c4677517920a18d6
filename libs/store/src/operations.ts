import type {
  AttemptOutcome,
  EvidenceRow,
  EvidenceStatus,
  MessageRow,
  MessageStatus,
  NewMessage,
} from './rows.js';

/** An event to write in the same transaction as the change that it tells of; the store numbers it. */
export interface NewEvent {
  readonly type: string;
  readonly at: number;
  /** JSON. */
  readonly data: string;
}

/** An event that belongs to no message: about an inbound message, a template, the sender itself. */
export interface LooseEvent extends NewEvent {
  readonly sender: string;
}

/** What ties a request to its repetitions for 24 hours. */
export interface Idempotency {
  /** The lineage of the key that asks. */
  readonly principal: string;
  readonly key: string;
  /** Of the canonical body and route. */
  readonly fingerprint: string;
  /** What to answer to a repetition; the store never reads it. */
  readonly answer: string;
}

/** One message to store. */
export interface Insertion {
  readonly message: NewMessage;
  readonly idempotency?: Idempotency;
  /**
   * Stores it as `sending`, attempt 1, if the sender's lease still has this epoch when it commits; `queued` otherwise.
   * Only for whom token, pair slot, concurrency slot and order are reserved already.
   */
  readonly sending?: { readonly epoch: number };
  readonly events: readonly NewEvent[];
}

export type Inserted =
  | {
      readonly kind: 'inserted';
      readonly position: number;
      readonly status: 'queued' | 'sending';
    }
  /** The same key and fingerprint came before. */
  | { readonly kind: 'replayed'; readonly answer: string }
  /** The same key came before with another fingerprint. */
  | { readonly kind: 'conflict' };

/** The answer for a group of messages under one key. */
export type InsertedGroup =
  | { readonly kind: 'inserted'; readonly items: readonly (Inserted & { kind: 'inserted' })[] }
  | { readonly kind: 'replayed'; readonly answer: string }
  | { readonly kind: 'conflict' };

/** Marks a queued message as `sending`. */
export interface Start {
  readonly position: number;
  readonly sender: string;
  /** The number of the attempt that begins; the row must have seen `n - 1`. */
  readonly n: number;
  /** The lease's epoch. */
  readonly epoch: number;
}

/** One ended attempt, as it will stand in the history. */
export interface EndedAttempt {
  readonly n: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome: AttemptOutcome;
  readonly providerMessageId: string | null;
  readonly error: string | null;
}

/** A change of one message's status: a compare-and-set. */
export interface Transition {
  readonly position: number;
  readonly sender: string;
  /** Applies only while the status is one of these. */
  readonly from: readonly MessageStatus[];
  /** Applies only while the row counts this many attempts. */
  readonly attempts?: number;
  /** Applies only while the row was last marked under this epoch. */
  readonly epoch?: number;
  readonly to: MessageStatus;
  /** `queued`: not before; `unknown`: the end of grace. 0 if left out. */
  readonly dueAt?: number;
  /** Replaces the stored one; null clears it. */
  readonly error: string | null;
  /** Kept as it is if left out. */
  readonly providerMessageId?: string;
  /** When the message reached an end; null reopens it. */
  readonly settledAt: number | null;
  /** Written only if the change applies. */
  readonly events: readonly NewEvent[];
  /** Written in any case, unless an attempt of that number is there already. */
  readonly attempt?: EndedAttempt;
  /** Ids under which callbacks may speak of the attempt; written in any case. */
  readonly providerIds?: readonly string[];
  /** Evidence that this change settles if it applies; else somebody has to weigh it again, and may not live to do so. */
  readonly evidence?: readonly number[];
}

/** The end of an attempt: a transition from `sending` or `unknown` while the row still counts `n` attempts. */
export type Finish = Omit<Transition, 'from' | 'attempts' | 'attempt'> & {
  readonly attempt: EndedAttempt;
};

export type Changed =
  | {
      readonly applied: true;
      /** The number of the message's last event. */
      readonly sequence: number;
    }
  /** Somebody else was first. `status` is the present one, null where there is no such message. */
  | { readonly applied: false; readonly status: MessageStatus | null };

/** What a callback says of a message, to be stored and matched. */
export interface NewEvidence {
  readonly sender: string;
  /** The callback item's id: the same fact again is the same row. */
  readonly itemId: string;
  /** Our own reference, where the vendor echoes it. */
  readonly reference?: { readonly messageId: string; readonly attempt: number };
  /** In the order in which they should be matched. Those that are new become aliases of the attempt. */
  readonly providerIds: readonly string[];
  /** Whom the message is for, so that it may be inferred where no id is known. */
  readonly recipient?: string | null;
  readonly status: EvidenceStatus;
  readonly at: number;
  readonly receivedAt: number;
  readonly error: string | null;
  /** What it tells besides, as JSON. */
  readonly detail?: string | null;
  /** The change that it makes by itself, in the commit that stores it. */
  readonly move?: Move;
}

/** A change of status that needs nobody's judgement: where it does not apply, the evidence stays open. */
export interface Move {
  /** Applies only while the status is one of these. */
  readonly from: readonly MessageStatus[];
  /** Applies only to the latest attempt. */
  readonly latest: boolean;
  /** In one of these the evidence has nothing left to say. */
  readonly past: readonly MessageStatus[];
  /** Written if it applies, as of the time of the evidence. Its data is an object, to which the number of the attempt is added. */
  readonly event: Pick<NewEvent, 'type' | 'data'>;
}

/** What became of evidence that was stored. */
export interface Noted {
  /** Whether the same item was stored before. */
  readonly duplicate: boolean;
  /** Of the evidence. */
  readonly position: number;
  /** The position of its message, null while none is known. */
  readonly message: number | null;
  /** Whether nothing is left to decide. */
  readonly settled: boolean;
}

/** A stored piece of evidence, and the message of its sender that it speaks of; `message` is null while none is known. */
export interface Recorded {
  /** Whether the same item was stored before. */
  readonly duplicate: boolean;
  readonly evidence: EvidenceRow;
  readonly message: MessageRow | null;
}

/** Which messages; all that is given must hold. */
export interface MessageFilter {
  /** Null or left out: all senders. */
  readonly senders?: readonly string[] | null;
  readonly statuses?: readonly MessageStatus[];
  readonly recipient?: string;
  readonly reference?: string;
  readonly template?: string;
  readonly category?: string;
  readonly type?: string;
  /** Created at or after. */
  readonly since?: number;
  /** Created before. */
  readonly until?: number;
}

export interface MessagePage {
  /** Newest first. */
  readonly rows: readonly MessageRow[];
  /** Give it as `before` for the next page; null at the end. A page may be short, or even empty, and still have one. */
  readonly next: number | null;
}

export interface FeedPage<Row> {
  readonly rows: readonly Row[];
  /** Give it as `after` next time; it moves even where nothing of these senders was found. */
  readonly next: string;
}

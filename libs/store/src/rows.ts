/**
 * What the store keeps, as it gives it back. Times are epoch milliseconds, JSON is text that the store never reads,
 * `position` is the order of acceptance: a message posted after another's 202 has the larger one.
 */

export const MESSAGE_STATUSES = [
  'queued',
  'sending',
  'accepted',
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
  'canceled',
  'expired',
  'unknown',
] as const;

export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/** 0 high, 1 normal, 2 low. */
export type Priority = 0 | 1 | 2;

export type OnUnknown = 'fail' | 'retry';

/** A message as its caller wants it stored. */
export interface NewMessage {
  /** `msg_` and a UUID v7 in hex; unique. */
  readonly id: string;
  readonly sender: string;
  /** `+E164`, or a business-scoped user id. */
  readonly recipient: string;
  readonly type: string;
  /** The template's name, for messages that use one. */
  readonly template: string | null;
  readonly category: string | null;
  readonly priority: Priority;
  /** Whether it keeps its order within (sender, recipient, priority). */
  readonly ordered: boolean;
  /** Not before this time; 0 means at once. */
  readonly dueAt: number;
  /** The message object as JSON. */
  readonly body: string;
  /** A JSON array of the caller's labels. */
  readonly labels: string | null;
  readonly reference: string | null;
  /** Who posted it: the lineage of the API key. */
  readonly principal: string;
  readonly onUnknown: OnUnknown;
  /** How long an unknown outcome waits for evidence. */
  readonly graceMs: number;
  readonly createdAt: number;
  /** The caller's own limit. */
  readonly expiresAt: number | null;
  /** The end of the budget, or `expiresAt`. */
  readonly giveUpAt: number;
}

export interface MessageRow extends NewMessage {
  readonly position: number;
  readonly status: MessageStatus;
  /** How many attempts have begun. */
  readonly attempts: number;
  /** The lease epoch under which it was last marked `sending`; 0 before that. */
  readonly epoch: number;
  readonly providerMessageId: string | null;
  /** Why it failed or waits: code, vendor, remedy, retry, as JSON. */
  readonly error: string | null;
  /** The number of its events so far. */
  readonly sequence: number;
  readonly settledAt: number | null;
}

/** What it takes to send a message that waits: thousands may be read in a second. */
export type WaitingRow = Omit<
  MessageRow,
  | 'type'
  | 'category'
  | 'status'
  | 'epoch'
  | 'reference'
  | 'principal'
  | 'createdAt'
  | 'providerMessageId'
  | 'sequence'
  | 'settledAt'
>;

export type AttemptOutcome = 'accepted' | 'rejected' | 'unknown';

/** One attempt; written once, when it ends. Later evidence never changes it. */
export interface AttemptRow {
  /** The message's position. */
  readonly message: number;
  readonly n: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome: AttemptOutcome;
  readonly providerMessageId: string | null;
  readonly error: string | null;
}

/** An id under which callbacks speak of an attempt. */
export interface AliasRow {
  readonly providerId: string;
  readonly attempt: number;
}

export interface EventRow {
  readonly position: number;
  /** The message's position; null for events that concern no message. */
  readonly message: number | null;
  /** The message's id. */
  readonly messageId: string | null;
  readonly sender: string;
  /** 1, 2, 3 … within its message; 0 for events that concern no message. */
  readonly sequence: number;
  /** Such as `message.accepted`. */
  readonly type: string;
  readonly at: number;
  /** JSON. */
  readonly data: string;
  /** The cursor of the feed after this event. */
  readonly cursor: string;
}

/** What a callback says of a message: its status, or what it costs. */
export type EvidenceStatus = MessageStatus | 'billed';

/** What a callback says of a message. */
export interface EvidenceRow {
  readonly position: number;
  readonly sender: string;
  readonly itemId: string;
  /** The message's position; null while no message is known under its ids. */
  readonly message: number | null;
  /** The attempt of which it speaks. */
  readonly attempt: number | null;
  /** Under which the message may be found later; empty where it was known at once, and they are its aliases. */
  readonly providerIds: readonly string[];
  /** Whom the message is for; kept only while no message is known. */
  readonly recipient: string | null;
  readonly status: EvidenceStatus;
  /** The vendor's own time, else the time of receipt. */
  readonly at: number;
  readonly receivedAt: number;
  /** The failure, as JSON. */
  readonly error: string | null;
  /** What it tells besides, such as the price, as JSON. */
  readonly detail: string | null;
  readonly inferred: boolean;
  /** When somebody decided what it changes; null until then. */
  readonly settledAt: number | null;
}

/** How much waits, for senders that have something waiting. */
export interface Depths {
  readonly ready: readonly Depth[];
  readonly scheduled: readonly ScheduledDepth[];
}

/** Messages that may be sent now. */
export interface Depth {
  readonly sender: string;
  readonly priority: Priority;
  readonly count: number;
  /** When the oldest of them was accepted. */
  readonly oldestAt: number;
}

/** Messages that wait for their time: `sendAt` and back-offs. */
export interface ScheduledDepth {
  readonly sender: string;
  readonly count: number;
  /** When the first of them comes due. */
  readonly nextAt: number;
}

export interface SenderRow {
  readonly id: string;
  readonly provider: string;
  readonly phone: string;
  /** The provider's options, encrypted by the caller. */
  readonly options: string;
  /** JSON. */
  readonly limits: string;
  readonly managedBy: 'file' | 'api';
  readonly state: 'active' | 'paused';
  readonly pauseReason: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly deletedAt: number | null;
  /** Grows with every change; a write may demand the one it read. */
  readonly version: number;
}

/** Where the callbacks of a sender come in. */
export interface DoorRow extends Pick<
  SenderRow,
  'provider' | 'phone' | 'options' | 'limits' | 'state' | 'deletedAt'
> {
  /** The sender's id. */
  readonly id: string;
  /** The sender's version. */
  readonly senderVersion: number;
  /** What its callbacks are proved by, encrypted by the caller; null where nobody has made any. */
  readonly secrets: string | null;
  /** Grows with every change of the secrets; 0 where there are none. */
  readonly version: number;
}

export interface KeyRow {
  readonly id: string;
  readonly name: string;
  /** SHA-256 of the key in hex. */
  readonly hash: string;
  readonly scopes: readonly string[];
  /** The senders it may use; null means all. */
  readonly senders: readonly string[] | null;
  /** The principal: survives rotation. */
  readonly lineage: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

/** A pause of a sender or an account; it survives a restart. */
export interface PauseRow {
  readonly scope: string;
  readonly subject: string;
  /** Null until a person or a probe lifts it. */
  readonly until: number | null;
  /** JSON. */
  readonly reason: string;
  readonly createdAt: number;
}

/** The right to drive one sender's lane. */
export interface Lease {
  readonly sender: string;
  /** Grows with every new owner; every mark carries it. */
  readonly epoch: number;
}

import type { Callbacks } from './callbacks.js';
import type { Directory } from './directory.js';
import type { Inbound } from './inbound.js';
import type {
  Changed,
  FeedPage,
  Finish,
  Idempotency,
  Inserted,
  InsertedGroup,
  Insertion,
  LooseEvent,
  MessageFilter,
  MessagePage,
  NewEvidence,
  Noted,
  Recorded,
  Start,
  Transition,
} from './operations.js';
import type { Webhooks } from './webhooks.js';
import type {
  AliasRow,
  AttemptRow,
  Depths,
  EventRow,
  EvidenceRow,
  Lease,
  MessageRow,
  WaitingRow,
  Priority,
} from './rows.js';

/**
 * The message store on SQLite or PostgreSQL. It knows rows, not policy.
 *
 * Writes are committed in groups; each promise resolves after its COMMIT is durable. Every write may throw
 * `StoreUnavailable` (nothing was stored) or `CommitUnknown` (not known); every read `StoreUnavailable`.
 * Calls about one message take effect in the order in which they are made.
 */
export interface Store extends MessageWrites, MessageReads, Upkeep {
  readonly engine: 'sqlite' | 'postgres';
  readonly leases: Leases;
  readonly directory: Directory;
  readonly callbacks: Callbacks;
  readonly inbound: Inbound;
  readonly webhooks: Webhooks;
  /** Resolves once everything that was asked before is done and the connection is closed. */
  close(): Promise<void>;
}

export interface MessageWrites {
  /** Stores one message, or gives the earlier answer of its idempotency key. */
  insert(insertion: Insertion): Promise<Inserted>;
  /**
   * Stores many, each on its own: one that errs does not sink the rest, and stands as its `Error` in the answer, be it
   * `StoreUnavailable` or `CommitUnknown`. Throws only if all were `StoreUnavailable`.
   */
  insertEach(insertions: readonly Insertion[]): Promise<readonly (Inserted | Error)[]>;
  /** Stores all under one idempotency key or none; the messages carry no key of their own. */
  insertTogether(
    insertions: readonly Insertion[],
    idempotency: Idempotency,
  ): Promise<InsertedGroup>;
  /** Marks queued messages as `sending` where the row and the lease still fit; gives the positions that were marked. */
  start(starts: readonly Start[]): Promise<readonly number[]>;
  /** Ends an attempt: writes it, its provider ids, and the status if the row still waits for this attempt. */
  finish(finish: Finish): Promise<Changed>;
  transition(transition: Transition): Promise<Changed>;
  /** Many transitions of different messages; each is judged on its own. */
  transitionEach(transitions: readonly Transition[]): Promise<readonly Changed[]>;
  /**
   * Stores what a callback says and finds its message, by reference first, then by each provider id, among this
   * sender's only. It changes no status: that is a `transition` that names this evidence. Until then it is open.
   */
  record(evidence: NewEvidence): Promise<Recorded>;
  /**
   * The same for many at once, as one write, with the changes that they make by themselves. If it errs by the fault of
   * one of them, none is stored.
   */
  recordEach(evidence: readonly NewEvidence[]): Promise<readonly Noted[]>;
  /** Tries to match stored evidence that had no message when it came. */
  rematch(evidence: readonly EvidenceRow[]): Promise<readonly Recorded[]>;
  /** Ties evidence to an attempt that was found by inference, and makes its ids aliases of that attempt. */
  infer(evidence: EvidenceRow, message: number, attempt: number): Promise<Recorded>;
  /** Closes evidence that changes nothing, or that is not about a message of ours. */
  settleEvidence(positions: readonly number[], at: number): Promise<void>;
  /** Adds events that belong to no message to the feed, in the order given. */
  append(events: readonly LooseEvent[]): Promise<void>;
}

export interface MessageReads {
  /** Messages that may be sent now and were never put off, oldest first, after a position. */
  load(
    sender: string,
    priority: Priority,
    options: { readonly after: number; readonly limit: number },
  ): Promise<readonly WaitingRow[]>;
  /** Messages whose `dueAt` (`sendAt`, back-off) has come, the one due first in front. */
  loadDue(
    sender: string,
    priority: Priority,
    options: {
      readonly now: number;
      readonly limit: number;
      readonly after?: { readonly dueAt: number; readonly position: number };
    },
  ): Promise<readonly WaitingRow[]>;
  /** When the next of the sender's messages that were put off comes due at each priority, null where there is none. */
  nextDue(sender: string): Promise<readonly (number | null)[]>;
  /** Which queues of these senders have messages that `load` or `loadDue` gives: one query, however many senders. */
  stirring(senders: readonly string[], now: number): Promise<readonly Stirring[]>;
  /** Messages left `sending` under an epoch below this one: their owner is gone. */
  stuck(sender: string, epoch: number, limit: number): Promise<readonly MessageRow[]>;
  /** Messages in `unknown` whose grace has ended. */
  unknownDue(
    senders: readonly string[],
    now: number,
    limit: number,
  ): Promise<readonly MessageRow[]>;
  /** Messages that are `sending` or `unknown` for one of these recipients: whom evidence without a known id may mean. */
  openFor(sender: string, recipients: readonly string[]): Promise<readonly MessageRow[]>;
  /** Queued messages of these senders past their `giveUpAt`, the longest overdue first. */
  overdue(senders: readonly string[], now: number, limit: number): Promise<readonly MessageRow[]>;
  find(id: string): Promise<MessageRow | undefined>;
  get(position: number): Promise<MessageRow | undefined>;
  list(
    filter: MessageFilter,
    options: { readonly before?: number; readonly limit: number },
  ): Promise<MessagePage>;
  attemptsOf(message: number): Promise<readonly AttemptRow[]>;
  eventsOf(message: number): Promise<readonly EventRow[]>;
  evidenceOf(message: number): Promise<readonly EvidenceRow[]>;
  /** Stored evidence with the messages that it speaks of. */
  recorded(positions: readonly number[]): Promise<readonly Omit<Recorded, 'duplicate'>[]>;
  /** The ids of a message's attempts. */
  aliasesOf(message: number): Promise<readonly AliasRow[]>;
  /** Evidence of known messages that nobody has settled, oldest first: what a crash left unapplied. */
  openEvidence(options: {
    readonly after: number;
    readonly limit: number;
  }): Promise<readonly EvidenceRow[]>;
  /** Evidence of which no message is known, oldest first. */
  parkedEvidence(options: {
    readonly after: number;
    readonly limit: number;
  }): Promise<readonly EvidenceRow[]>;
  /** The position of the last of it that was received before a time; 0 where there is none. */
  lastParkedBefore(before: number): Promise<number>;
  /** All events of these senders (null: of all) in an order to which nothing is ever added behind a cursor. */
  feed(
    after: string | null,
    senders: readonly string[] | null,
    limit: number,
  ): Promise<FeedPage<EventRow>>;
  depths(): Promise<Depths>;
  /** How many messages of a sender wait or are open. */
  unsettled(sender: string): Promise<number>;
}

/** A queue that is not empty. */
export interface Stirring {
  readonly sender: string;
  readonly priority: Priority;
  /** Whether there are messages that may be sent now and were never put off. */
  readonly ready: boolean;
  /** Whether there are messages whose `dueAt` has come. */
  readonly due: boolean;
}

/** What `Leases.tick` found and did. */
export interface LeaseTick {
  /** What the replica holds now, the new ones included. */
  readonly held: readonly Lease[];
  readonly acquired: readonly Lease[];
  /** How many of `held` it should drain and release, because other replicas have fewer. */
  readonly surplus: number;
}

/** Fenced leases of senders, on the database's clock. On SQLite the one process holds all. */
export interface Leases {
  /** Says that the replica lives, renews what it holds, and takes its fair share of what nobody holds. Call it about every third of `ttlMs`. */
  tick(replica: string, ttlMs: number): Promise<LeaseTick>;
  /** Gives leases back, so that another replica may take them at once. */
  release(replica: string, senders: readonly string[]): Promise<void>;
  /** Gives everything back and takes the replica off the list. */
  leave(replica: string): Promise<void>;
}

export interface Pruned {
  /** How many rows went. */
  readonly rows: number;
  /** Whether nothing older was left. */
  readonly done: boolean;
}

export interface Health {
  readonly ok: boolean;
  /** One clause about what is wrong, null if nothing is. */
  readonly reason: string | null;
}

/** One group commit, as observers see it. */
export interface CommitReport {
  readonly operations: number;
  readonly statements: number;
  /** From the start of the batch until it was durable. */
  readonly ms: number;
}

export interface Upkeep {
  /** Removes one small batch of what is older: messages that do not wait (with all that belongs to them), events, callbacks, evidence, messages of users, idempotency keys. Call it until `done`. */
  prune(options: {
    readonly contentBefore: number;
    /** For callbacks that were applied and evidence of no message; `contentBefore` if left out. */
    readonly callbacksBefore?: number;
    readonly idempotencyBefore: number;
    readonly limit?: number;
  }): Promise<Pruned>;
  health(): Health;
  /** Calls back whenever health changes; gives a function that ends it. */
  onHealth(listener: (health: Health) => void): () => void;
  onCommit(listener: (report: CommitReport) => void): () => void;
  /** Statements sent to the database so far, COMMIT and the like included. */
  readonly statements: number;
  /** Tells the other replicas that a sender has something to do: a hint, at most one per sender in 50 ms. */
  hint(sender: string): void;
  /** Calls back for hints of other replicas; gives a function that ends it. */
  onHint(listener: (sender: string) => void): () => void;
}

/** What users wrote to the senders' numbers, each message once. It knows rows, not policy. */
export interface Inbound {
  /**
   * Stores a message and its event in one transaction, unless the same item of its sender was stored before. Goes
   * through the group commit: throws as every write of the store does, and may be repeated as it is.
   */
  receive(message: NewInbound): Promise<Received>;
  find(id: string): Promise<InboundRow | undefined>;
  list(
    filter: InboundFilter,
    options: { readonly before?: number; readonly limit: number },
  ): Promise<InboundPage>;
  /**
   * Finds the answered messages that were not known when the answers came; gives how many were found. Answers received
   * before `giveUpBefore` are to messages of somebody else, and no longer looked at.
   */
  resolveAnswers(giveUpBefore: number): Promise<number>;
  /**
   * Takes files that are to be fetched now, for one process alone: nobody else is given them for `ttlMs`. Each time
   * counts as an attempt.
   */
  claimMedia(options: {
    readonly ttlMs: number;
    readonly limit: number;
  }): Promise<readonly InboundRow[]>;
  /** Ends an attempt to fetch a file; false where somebody has claimed it since, or it is gone. */
  endMedia(attempt: MediaAttempt): Promise<boolean>;
}

/**
 * What is known of the file of a message: `linked`, only the vendor's link; `waiting`, to be fetched; `stored`, kept
 * here; `failed`, not to be had.
 */
export type MediaState = 'linked' | 'waiting' | 'stored' | 'failed';

/** A message of a user, as it is to be stored. */
export interface NewInbound {
  /** `in_` and a UUID v7 in hex; unique. */
  readonly id: string;
  readonly sender: string;
  /** The kind of provider that brought it. */
  readonly provider: string;
  /** The callback item's id: the same message again is the same row. */
  readonly itemId: string;
  /** E.164 with `+`; null where the user hides it. */
  readonly userPhone: string | null;
  /** The business-scoped user id. */
  readonly userId: string | null;
  /** The profile name. */
  readonly userName: string | null;
  readonly type: string;
  /** Meta's message object, as JSON. */
  readonly content: string;
  /** Of the message that it answers: the id out of our own reference, and the vendor's ids, best first. */
  readonly answered: { readonly messageId: string | null; readonly providerIds: readonly string[] };
  readonly wamid: string | null;
  readonly providerIds: readonly string[];
  /** The vendor's own time, else the time of receipt. */
  readonly at: number;
  readonly receivedAt: number;
  /** Null where it carries no file. */
  readonly media: {
    /** What the vendor says of the file, as JSON. */
    readonly source: string;
    readonly state: 'linked' | 'waiting';
  } | null;
  /** Written with it. The store adds the id of the answered message to the data as `answers`, where it is known. */
  readonly event: {
    readonly type: string;
    readonly at: number;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

export interface Received {
  /** Whether the item was stored before; nothing was written then. */
  readonly duplicate: boolean;
  /** The id of the stored message. */
  readonly id: string;
  /** The id of the message that it answers, where that is known so far. */
  readonly answers: string | null;
}

/** A stored message of a user. */
export interface InboundRow extends Omit<NewInbound, 'answered' | 'media' | 'event'> {
  readonly position: number;
  /** The id of our message that it answers. */
  readonly answers: string | null;
  /** What the vendor says of its file, as JSON; null where it carries none. */
  readonly media: string | null;
  readonly mediaState: MediaState | null;
  /** How often the file was tried to be fetched. */
  readonly mediaAttempts: number;
  /** While `waiting`: when it is tried again. */
  readonly mediaDueAt: number | null;
  /** What came of the last attempt, as JSON. */
  readonly mediaResult: string | null;
}

/** The end of an attempt to fetch a file. */
export interface MediaAttempt {
  readonly position: number;
  /** `mediaAttempts` of the row that was claimed. */
  readonly n: number;
  readonly state: Exclude<MediaState, 'linked'>;
  /** `waiting`: after how long it is tried again. */
  readonly inMs?: number;
  /** JSON. */
  readonly result: string;
}

/** Which messages of users; all that is given must hold. */
export interface InboundFilter {
  /** Null or left out: all senders. */
  readonly senders?: readonly string[] | null;
  /** A phone number or a business-scoped user id. */
  readonly from?: string;
  readonly type?: string;
  /** Received at or after. */
  readonly since?: number;
  /** Received before. */
  readonly until?: number;
}

export interface InboundPage {
  /** Newest first. */
  readonly rows: readonly InboundRow[];
  /** Give it as `before` for the next page; null at the end. A page may be short, or even empty, and still have one. */
  readonly next: number | null;
}

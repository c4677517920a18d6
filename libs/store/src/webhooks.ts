/** What is kept of webhooks: endpoints of consumers, and what is to be delivered to them. */

/** A secret that was rotated. */
export interface FormerSecret {
  /** Encrypted by the caller. */
  readonly secret: string;
  /** When it ends, epoch milliseconds. */
  readonly until: number;
}

/** A consumer's endpoint. */
export interface WebhookRow {
  readonly id: string;
  readonly url: string;
  /** Types of events, or `*`. */
  readonly events: readonly string[];
  /** Whose events it gets; null means all. */
  readonly senders: readonly string[] | null;
  readonly description: string | null;
  /** Encrypted by the caller. */
  readonly secret: string;
  /** Those before it that sign beside it for a while, the latest first; also some whose time is over. */
  readonly formerSecrets: readonly FormerSecret[];
  readonly enabled: boolean;
  readonly disabledReason: string | null;
  readonly disabledAt: number | null;
  /** When the failures began that no success has followed; null where the last delivery succeeded. */
  readonly failingSince: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** The place in the feed after which it gets events: where the feed was when it was made or last enabled. */
  readonly since: string;
}

export type NewWebhook = Pick<
  WebhookRow,
  'id' | 'url' | 'events' | 'senders' | 'description' | 'secret' | 'enabled' | 'createdAt'
>;

/** What is left out stays. */
export type WebhookChange = Partial<
  Pick<WebhookRow, 'url' | 'events' | 'senders' | 'description'>
> & {
  readonly at: number;
  /** True forgets all failures and begins with the events from now on; false is a person's own wish. */
  readonly enabled?: boolean;
  /** A new secret in place of the one that was read; nothing is changed where that is not the present one any more. */
  readonly secret?: {
    readonly replaces: string;
    readonly next: string;
    readonly former: readonly FormerSecret[];
  };
};

export const WEBHOOK_DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const;

/** `pending`: waits for its first or next attempt; `failed`: no attempt follows by itself. */
export type WebhookDeliveryState = (typeof WEBHOOK_DELIVERY_STATES)[number];

/** One event for one endpoint. */
export interface NewWebhookDelivery {
  readonly webhook: string;
  readonly eventId: string;
  /** Whose event it is. */
  readonly sender: string;
  readonly type: string;
  readonly messageId: string | null;
  /** The bytes to send, the same at every attempt. */
  readonly body: string;
  readonly createdAt: number;
}

export interface WebhookDeliveryRow extends Omit<NewWebhookDelivery, 'body' | 'sender'> {
  readonly position: number;
  readonly state: WebhookDeliveryState;
  /** How many attempts have ended. */
  readonly attempts: number;
  /** When it is tried next, or looked at again if whoever tries it now is gone; 0 where nothing is to come. */
  readonly dueAt: number;
  readonly endedAt: number | null;
}

/** A delivery that one process holds for a while. */
export interface ClaimedDelivery {
  readonly position: number;
  readonly eventId: string;
  /** Whose event it is. */
  readonly sender: string;
  readonly body: string;
  readonly createdAt: number;
  /** How many attempts have ended. */
  readonly attempts: number;
  /** How many of them in this round: a redelivery begins a new one. */
  readonly tries: number;
}

/** One request to an endpoint and what came of it; written once. */
export interface WebhookAttempt {
  readonly n: number;
  readonly at: number;
  readonly ms: number;
  /** Null where there was no answer. */
  readonly status: number | null;
  /** The beginning of the answer's body. */
  readonly answer: string | null;
  /** Why there was no answer. */
  readonly error: string | null;
}

export interface WebhookAttemptRow extends WebhookAttempt {
  /** The delivery's position. */
  readonly delivery: number;
}

/** The end of one attempt of a claimed delivery. */
export interface WebhookOutcome {
  readonly webhook: string;
  readonly position: number;
  readonly claim: string;
  readonly attempt: WebhookAttempt;
  readonly state: WebhookDeliveryState;
  /** Until the next attempt, in ms; counts where the state is `pending`. */
  readonly delayMs: number;
}

/** An endpoint whose last attempts failed, and since when. */
export interface FailingWebhook {
  readonly id: string;
  readonly failingSince: number;
}

/** How far the feed of events was spread over the endpoints; `turn` changes with every move. */
export interface FanOutPlace {
  readonly cursor: string;
  readonly turn: string;
}

/** What waits for an endpoint. */
export interface WebhookDepth {
  readonly webhook: string;
  readonly count: number;
  /** When the oldest of them was made. */
  readonly oldestAt: number;
}

/** The place of the first event that is not yet spread. */
export const FEED_START: FanOutPlace = { cursor: '0.0', turn: '' };

/**
 * Endpoints and their deliveries. A delivery of a sender that its endpoint is no longer for is neither found nor claimed.
 * The times at which deliveries fall due and claims run out are the database's, so that
 * replicas need not agree on theirs.
 */
export interface Webhooks {
  /** All endpoints, by id. */
  all(): Promise<readonly WebhookRow[]>;
  find(id: string): Promise<WebhookRow | undefined>;
  /** It gets every event that is committed after this resolves. */
  add(webhook: NewWebhook): Promise<void>;
  /** Other senders end what waits for those that are left out. False where there is none. */
  change(id: string, change: WebhookChange): Promise<boolean>;
  /** Removes an endpoint; its deliveries are found no more, and go with the retention. False where there is none. */
  remove(id: string): Promise<boolean>;
  /** Disables it, and writes the events `webhook.disabled` with it; false where it is disabled or changed already. */
  disable(id: string, disabling: Disabling): Promise<boolean>;

  /** How far the feed was spread. */
  place(): Promise<FanOutPlace>;
  /**
   * Stores deliveries and moves the place on, in one transaction; gives the new place, undefined where it is no longer
   * `from`: then nothing was stored, because another replica did it.
   */
  fanOut(
    from: FanOutPlace,
    cursor: string,
    deliveries: readonly NewWebhookDelivery[],
  ): Promise<FanOutPlace | undefined>;

  /** The enabled endpoints that have something due. */
  due(): Promise<readonly string[]>;
  /** Takes deliveries that are due, the longest due first, for `ttlMs`; `claim` names whoever takes them. */
  claim(
    webhook: string,
    options: { readonly claim: string; readonly limit: number; readonly ttlMs: number },
  ): Promise<readonly ClaimedDelivery[]>;
  /** Gives back what was claimed under this name, so that it is due at once. */
  release(claim: string, positions: readonly number[]): Promise<void>;
  /** Gives back everything that anybody claimed: for the one process that holds a SQLite file. */
  releaseAll(): Promise<void>;
  /**
   * Records attempts, and what becomes of their deliveries where the claim still holds. Gives the endpoints of which all
   * failed; a row of failures with a gap of more than `gapMs` begins anew.
   */
  finish(
    outcomes: readonly WebhookOutcome[],
    options: { readonly now: number; readonly gapMs: number },
  ): Promise<readonly FailingWebhook[]>;

  /** Makes a delivery due now, unless an attempt is under way; false where there is none. */
  redeliver(webhook: string, position: number): Promise<boolean>;
  /** The same for all that failed or wait after a failure, made at or after a time; gives how many. */
  redeliverSince(webhook: string, since: number): Promise<number>;
  /** Newest first. */
  deliveries(
    webhook: string,
    options: {
      readonly states: readonly WebhookDeliveryState[];
      readonly before: number;
      readonly limit: number;
    },
  ): Promise<readonly WebhookDeliveryRow[]>;
  delivery(webhook: string, position: number): Promise<WebhookDeliveryRow | undefined>;
  /** The attempts of these deliveries in order. */
  attempts(positions: readonly number[]): Promise<readonly WebhookAttemptRow[]>;
  depths(): Promise<readonly WebhookDepth[]>;
}

/** Why and when an endpoint is disabled, and the events that tell of it. */
export interface Disabling {
  readonly reason: string;
  readonly at: number;
  /** What the endpoint must still have: somebody may have changed or enabled it since. */
  readonly expected: Pick<WebhookRow, 'updatedAt'> | { readonly failingSince: number };
  /** Whose events they are, one for each; an empty name where it is nobody's in particular. */
  readonly senders: readonly string[];
  /** JSON. */
  readonly data: string;
}

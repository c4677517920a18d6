import type { ErrorCode, ErrorEntry } from 'waypost/messages';

/** One fact out of a callback. A callback may carry many, and each is applied on its own. */
export type CallbackItem =
  StatusItem | InboundItem | BillingItem | TemplateItem | AccountItem | IgnoredItem | UnknownItem;

interface Item {
  /** Equal for the same fact delivered again, different for different facts: made of the vendor's ids, status and time, never of text. */
  readonly id: string;
  /** The vendor's own time, ISO 8601 in UTC; left out where the vendor gives none. */
  readonly occurredAt?: string | undefined;
  /** The part of the callback that the item was read from, as it came. */
  readonly raw: unknown;
}

/** Every id of one message that an item carries. */
export interface MessageIds {
  /** Our own reference (`SendContext.attemptRef`), where the vendor echoes it. */
  readonly reference?: string | undefined;
  /** The vendor's ids in the order in which they should be matched; without repeats. */
  readonly providerIds: readonly string[];
  /** Meta's id (`wamid.…`), where the item shows it: needed for replies, reactions and read receipts. */
  readonly wamid?: string | undefined;
}

/** A WhatsApp user. With a hidden number only `userId` is there. */
export interface WhatsAppUser {
  /** E.164 with `+`. */
  readonly phone?: string | undefined;
  /** Meta's business-scoped user id, such as `US.1349…`. */
  readonly userId?: string | undefined;
  /** The profile name. */
  readonly name?: string | undefined;
}

/** Why a message failed: our code, the dictionary's entry where the vendor's code is documented, and the vendor's own words. */
export interface Failure {
  readonly code: ErrorCode;
  readonly entry?: ErrorEntry | undefined;
  readonly vendor: {
    readonly code?: string | undefined;
    readonly message?: string | undefined;
    readonly details?: string | undefined;
  };
}

/** How far a message has come: taken over by the vendor, sent by WhatsApp, delivered, read, a recording played; or failed. */
export type DeliveryStatus = 'accepted' | 'sent' | 'delivered' | 'read' | 'played' | 'failed';

/** What became of a message of ours, or of somebody else's on the same number. */
export interface StatusItem extends Item {
  readonly kind: 'status';
  readonly status: DeliveryStatus;
  readonly ids: MessageIds;
  readonly recipient?: WhatsAppUser | undefined;
  /** Set where `status` is `failed`. */
  readonly failure?: Failure | undefined;
  /** Meta's pricing object, as it came. */
  readonly pricing?: unknown;
  /** Meta's conversation object, as it came. */
  readonly conversation?: unknown;
}

/** A message from a user to the sender. */
export interface InboundItem extends Item {
  readonly kind: 'inbound';
  readonly ids: MessageIds;
  readonly from: WhatsAppUser;
  /** Meta's type, such as `text`, `image`, `button`; types that Meta adds later come through too. */
  readonly type: string;
  /**
   * Meta's message object as Meta writes it, whoever the vendor is: with `type`, the object named after it, and Meta's id of
   * the message that is answered in `context`, where the vendor gives it.
   */
  readonly message: Readonly<Record<string, unknown>>;
  /** The message of ours that it answers. */
  readonly answers?: MessageIds | undefined;
  readonly media?: InboundMedia | undefined;
}

/** A file that a user sent, where the vendor keeps it. */
export interface InboundMedia {
  /** The vendor's link; it expires. */
  readonly url?: string | undefined;
  /** The vendor's media id. */
  readonly id?: string | undefined;
  readonly mimeType?: string | undefined;
  readonly sha256?: string | undefined;
  readonly filename?: string | undefined;
}

/** What the vendor says a message, a conversation or a call cost. */
export interface BillingItem extends Item {
  readonly kind: 'billing';
  readonly ids: MessageIds;
  readonly billable?: boolean | undefined;
  /** Meta's category, such as `marketing`. */
  readonly category?: string | undefined;
  /** `PMP` (per message) or `CBP` (per conversation). */
  readonly model?: string | undefined;
}

/** A change of a template: its status, category or quality. */
export interface TemplateItem extends Item {
  readonly kind: 'template';
  /** What changed, lower case: `approved`, `rejected`, `paused`, `disabled`, `category`, `quality`, … */
  readonly change: string;
  readonly name?: string | undefined;
  readonly language?: string | undefined;
  /** The vendor's and Meta's ids of the template. */
  readonly templateIds: readonly string[];
  readonly category?: string | undefined;
  readonly reason?: string | undefined;
}

/** A change of the number or its account: quality, tier, restriction. */
export interface AccountItem extends Item {
  readonly kind: 'account';
  /** What changed, lower case, such as `quality` or `tier`. */
  readonly change: string;
  readonly phone?: string | undefined;
  readonly detail?: string | undefined;
}

/** Something known that does not concern us: a probe, a click, a payment. */
export interface IgnoredItem extends Item {
  readonly kind: 'ignored';
  /** What it is, such as `set-callback`. */
  readonly reason: string;
}

/** A shape that nobody has seen before. It must be kept, counted and shown to a person, never dropped. */
export interface UnknownItem extends Item {
  readonly kind: 'unknown';
  /** What was not understood, in one sentence and without personal data. */
  readonly reason: string;
}

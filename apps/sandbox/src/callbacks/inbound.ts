import type { BusinessNumber } from '../account-book.js';
import type { Provider } from '../accounts.js';
import type { Json } from '../fields.js';
import type { AcceptedMessage } from '../vendor.js';

/** What a user can send, as `messages[0].type` names it. */
export const INBOUND_TYPES = [
  'text',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contacts',
  'button',
  'interactive',
  'reaction',
  'order',
  'system',
  'unsupported',
] as const;

/** What a user can send. */
export type InboundType = (typeof INBOUND_TYPES)[number];

/**
 * What a simulated user sends: the object of its type in Meta's own shape, beside `type`. `text` may be a plain text;
 * a media object may be empty or absent: what a vendor adds (id, MIME type, hash, link) is made up where it is not given,
 * and the link leads to a file that the sandbox serves.
 */
export interface InboundInput extends Partial<Record<InboundType, unknown>> {
  readonly provider: Provider;
  /** The Gupshup app id or the Kaleyra SID. */
  readonly account: string;
  /** Which number of a Kaleyra account is written to. @default its first */
  readonly phone?: string;
  /** The user's number. */
  readonly from: string;
  /** The user's profile name. @default "Sandbox User" */
  readonly name?: string;
  /** @default the one type whose object is given */
  readonly type?: InboundType;
  /** The message that is answered: the vendor's id of one that was sent, or any wamid. */
  readonly context?: string;
  /** WhatsApp's id of this message. @default a new one */
  readonly id?: string;
}

/** The event of a user's message; the answer to a flow has one of its own at Gupshup. */
export type InboundEvent = 'inbound' | 'flow reply';

/** A user's message, complete. */
export interface InboundMessage {
  readonly provider: Provider;
  readonly account: string;
  readonly number: BusinessNumber;
  /** The user's digits. */
  readonly from: string;
  readonly name: string;
  readonly id: string;
  /** The vendor's own id of it, where the vendor gives one. */
  readonly traceId: string;
  /** Milliseconds. */
  readonly at: number;
  readonly type: InboundType;
  readonly event: InboundEvent;
  /** The object named by `type`, without a media link: each vendor gives that in its own way. */
  readonly content: unknown;
  /** Where the media is downloaded, if the message carries any. */
  readonly mediaUrl?: string;
  readonly context?: {
    readonly wamid: string;
    /** The message, where this sandbox accepted it. */
    readonly message?: AcceptedMessage;
  };
}

/** What became of a user's message. */
export interface InboundResult {
  /** WhatsApp's id of it. */
  readonly id: string;
  /** How many receivers it was sent to; none where none is registered. */
  readonly receivers: number;
}

/** The parts of Meta's inbound message that both vendors pass on as they are. */
export const metaMessage = (message: InboundMessage, context?: Json): Json => ({
  ...(context === undefined ? {} : { context }),
  from: message.from,
  id: message.id,
  timestamp: String(Math.floor(message.at / 1000)),
  type: message.type,
  [message.type]: message.content,
});

/** Meta's contact entry beside an inbound message. */
export const metaContact = ({ name, from }: InboundMessage): Json => ({
  profile: { name },
  wa_id: from,
});

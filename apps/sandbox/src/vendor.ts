import type { IncomingHttpHeaders } from 'node:http';
import type { BusinessNumber } from './account-book.js';
import type { Provider } from './accounts.js';
import type { Answer } from './answer.js';
import type { CallbackRegistration } from './callbacks/registration.js';
import type { InboundEvent, InboundMessage } from './callbacks/inbound.js';
import type { DocumentedError, StatusName } from './faults/fault.js';
import type { Json } from './fields.js';

/** A request as a vendor reads it. */
export interface VendorRequest {
  /** The parameters of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request that the vendor refuses, with its documented answer and the reason in words of the sandbox. */
export interface Refusal {
  readonly refused: DocumentedError;
  readonly because: string;
  /** The recipient's digits, where they could be read. */
  readonly to?: string;
  readonly type?: string;
}

/** A request that the vendor takes. */
export interface Submission {
  readonly account: string;
  /** The business number it goes out from. */
  readonly number: BusinessNumber;
  /** The recipient's digits; `''` where the vendor takes a message to nobody. */
  readonly to: string;
  readonly type: string;
  /** How the recipient was written. */
  readonly input: string;
  /** The category of its pricing: `marketing` for templates, `service` for everything else. */
  readonly category: string;
  /** What every callback repeats (Kaleyra's references). */
  readonly echo: Json;
  /** How the vendor's own checks will end it after accepting it. */
  readonly fate?: Failure;
  /** A read receipt or typing indicator: accepted, and nothing follows. */
  readonly receipt?: boolean;
}

/** An accepted message with the ids it was given. */
export interface AcceptedMessage extends Submission {
  readonly provider: Provider;
  /** The id in the answer: Gupshup's UUID, Kaleyra's `data.message_id`. */
  readonly id: string;
  readonly wamid: string;
  /** The vendor's second id: Gupshup's `statuses[].id`, Kaleyra's `trace_id`. */
  readonly traceId: string;
  /** Milliseconds. */
  readonly acceptedAt: number;
}

/** A failure that arrives by callback. */
export interface Failure {
  readonly status: 'failed' | 'not sent';
  /** `meta`: Meta's `errors`; `vendor`: the vendor's own `code` and `reason`. */
  readonly shape: 'meta' | 'vendor';
  readonly code?: number | string;
  readonly title?: string;
  readonly details?: string;
  readonly reason?: string;
  readonly spelling?: string;
  readonly after?: 'sent' | 'delivered';
}

/** One status to be told about a message. */
export interface StatusNews {
  readonly status: StatusName;
  /** When it happened, in milliseconds. */
  readonly at: number;
  readonly failure?: Failure;
  /** Gupshup leaves `gs_id` out of statuses about old messages. */
  readonly omitGsId?: boolean;
}

/** What the sandbox needs to know about one vendor; it knows nothing else about it. */
export interface Vendor {
  readonly provider: Provider;
  /** The route, in Fastify's notation. */
  readonly path: string;
  /** The account named in the path. */
  accountIn(params: Readonly<Record<string, string>>): string;
  /** The vendor's own checks, in the vendor's order. */
  check(request: VendorRequest): Refusal | Submission;
  /** Gives ids to a message. */
  identify(submission: Submission): AcceptedMessage;
  /** Takes the price of an accepted message from its account. */
  charge(message: AcceptedMessage): void;
  /** The answer to an accepted message, with or without its id. */
  success(message: AcceptedMessage, options?: { readonly withId: boolean }): Answer;
  /** The statuses that follow, in order. */
  statuses(
    message: AcceptedMessage,
    registration: CallbackRegistration,
    failure?: Failure,
  ): readonly StatusName[];
  /** The callback that tells a status. */
  status(message: AcceptedMessage, news: StatusNews, registration: CallbackRegistration): Json;
  /** The callback of an event type that does not exist. */
  unknownEvent(message: AcceptedMessage): Json;
  /** The callback that carries a user's message. */
  inbound(message: InboundMessage): Json;
  /** Several callbacks as one body; undefined where the vendor's envelope holds one. */
  merge?(callbacks: readonly Json[]): Json;
  /** Whether a registration asked for this event. */
  wants(registration: CallbackRegistration, event: StatusName | InboundEvent): boolean;
}

import type { ErrorSource } from 'waypost/messages';
import type { DeliveryStatus, Failure, MessageIds } from '../callback-item.js';
import type { JsonObject } from '../http/vendor-reply.js';

/** Where a vendor that passes Meta's callbacks on says more than Meta, or says it otherwise. None of it may throw. */
export interface MetaDialect {
  /** Whose codes stand in `errors`; Meta's own are known to every vendor's part of the dictionary. */
  readonly source: ErrorSource;
  /** Every id that a status carries of its message. */
  readonly statusIds: (status: JsonObject) => MessageIds;
  /** The vendor's own words for a status, in lower case. */
  readonly words?: ReadonlyMap<string, DeliveryStatus>;
  /** The vendor's types of status that say nothing about a message. */
  readonly ignoredTypes?: readonly string[];
  /** A failure that the vendor states elsewhere than in `errors`. */
  readonly failure?: (status: JsonObject) => Failure | undefined;
  /** An inbound message as Meta writes it, where the vendor writes it otherwise. Gives a new object or the same. */
  readonly asMeta?: (message: JsonObject) => JsonObject;
  /** The message that an inbound one answers, where the vendor knows more of it than Meta's `context`. */
  readonly answers?: (message: JsonObject) => MessageIds | undefined;
  /** The vendor's link to the file that `content` describes; without it, Meta's `url`. */
  readonly mediaUrl?: (content: JsonObject) => unknown;
  /** The vendor's own id of a template, before Meta's. */
  readonly templateId?: (value: JsonObject) => unknown;
}

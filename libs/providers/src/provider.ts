/*
 * Words:
 *   provider  the code that speaks one vendor's protocol, configured for one of its accounts
 *   vendor    the company behind it (Gupshup, Kaleyra)
 *   message   what the caller wants delivered, in Meta's message object
 *   callback  an HTTP request from the vendor to us; it carries items
 *   wire      the vendor's own JSON; its spelling appears in *.wire.ts only
 */
import type { HttpService } from '@nestjs/axios';
import type { Message } from 'waypost/messages';
import type { CallbackItem } from './callback-item.js';

/** Carries messages to one vendor and reads what the vendor calls back. Safe for concurrent use; keeps no state between calls. */
export interface MessagingProvider {
  /** Whether this provider can carry the message at all. Never does I/O. */
  supports(message: Message): boolean;
  /**
   * Hands the message over once: exactly one request, whatever happens. Never retries; the caller decides.
   * Does not change its arguments.
   * @throws ProviderError and nothing else
   */
  send(message: Message, context: SendContext): Promise<Accepted>;
  /**
   * Returns if the callback is the vendor's. Stores nothing.
   * @throws CallbackRejected
   */
  verify(callback: Callback): void;
  /**
   * Every item of a verified callback: an event, something known that does not concern us, or an unknown
   * shape. Never throws and never returns nothing; the same callback twice gives equal items with equal ids.
   */
  translate(callback: Callback): CallbackItem[];
  /** What comes back in callbacks: our own reference (`attemptRef`), or only the vendor's id. */
  readonly correlation: 'reference' | 'id';
}

/** What belongs to one handing-over rather than to the message. */
export interface SendContext {
  /** Our reference of this attempt, `<messageId>.<n>`; unique, at most 255 characters. */
  readonly attemptRef: string;
  /** Up to two strings of the caller's own, carried to reports and callbacks where the vendor can. */
  readonly labels?: readonly string[] | undefined;
  /** Aborts the request; what was already written may have been sent. */
  readonly signal?: AbortSignal | undefined;
}

/** The vendor took the message over. Delivery is told by callbacks. */
export interface Accepted {
  /** The vendor's id of the message; an acceptance without one is still an acceptance. */
  readonly providerMessageId?: string | undefined;
  /** The vendor's answer as it came, parsed. */
  readonly raw: unknown;
}

/** An HTTP request from the vendor, as it arrived. */
export interface Callback {
  readonly method: 'GET' | 'POST';
  /** Names in any case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The query string, decoded. */
  readonly query: Readonly<Record<string, string>>;
  /** The raw bytes, for signatures are over bytes; empty for GET. */
  readonly body: Uint8Array;
}

/** A provider's class: what the two doors (a Nest module, or the gateway's sender directory) need to know of it. */
export interface ProviderClass<O extends object = object> {
  new (options: O, http: HttpService): MessagingProvider;
  /** The name of the kind in `senders.json` and in logs, such as `gupshup`. */
  readonly kind: string;
  /** The options as a class with class-validator decorators; both doors validate with it. */
  readonly Options: new () => O;
  /**
   * The options that may be shown to whoever manages senders. Every other one counts as a credential: it is kept
   * encrypted and never given back, so one that is forgotten here is hidden rather than told.
   */
  readonly publicOptions?: readonly string[];
  /** What several senders share at the vendor: equal for two senders of one account. Holds no secret. */
  accountKey(options: O): string;
}

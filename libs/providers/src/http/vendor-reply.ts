import type { ErrorEntry } from 'waypost/messages';

/** A JSON object of any shape. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What a vendor answered, whatever the status. */
export interface VendorReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  /** The body parsed, where it is a JSON object; undefined for anything else (HTML, truncated, empty, a list). */
  readonly body: JsonObject | undefined;
}

/** A vendor's error envelope, read. */
export interface Refusal {
  /** The dictionary's entry, where the refusal is documented. */
  readonly entry?: ErrorEntry | undefined;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

/** How one vendor's JSON is read; everything else about an answer is common to all. */
export interface ReplyReader {
  /** The refusal that the body states, at any status; undefined where the body states none. */
  refusal(body: JsonObject, status: number): Refusal | undefined;
  /** The vendor's id of the message in an acceptance. */
  messageId(body: JsonObject): string | undefined;
}

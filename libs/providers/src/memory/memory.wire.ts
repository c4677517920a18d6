/*
 * The memory provider's protocol: what a vendor's would look like if it had nothing of its own to say.
 * What comes in is `unknown` by field: a value is believed once it was looked at.
 */

/** The body of `POST {baseUrl}/messages`. */
export interface MemorySendBody {
  /** Comes back in callbacks. */
  readonly reference: string;
  readonly labels?: readonly string[];
  /** The number that sends. */
  readonly from?: string;
  /** Meta's message object, untouched. */
  readonly message: unknown;
}

/** The answer: `202 { id }`, or a refusal, `{ error }`, at any status. */
export interface MemoryAnswer {
  readonly id?: unknown;
  readonly error?: unknown;
}

/** Why a message was refused, or failed afterwards. */
export interface MemoryError {
  /** One of Meta's error codes, as a number or as text. */
  readonly code?: unknown;
  readonly message?: unknown;
}

/**
 * One element of a callback, which is a JSON list of them: `type: "status"` tells what became of a message,
 * `type: "message"` is one from a user.
 */
export interface MemoryCallbackElement {
  readonly type?: unknown;
  /** The id of the message. */
  readonly id?: unknown;
  /** When it happened, ISO 8601 in UTC. */
  readonly at?: unknown;

  /** Of a status: the `reference` that was sent. */
  readonly reference?: unknown;
  readonly status?: unknown;
  /** Of a status `failed`. */
  readonly error?: unknown;

  /** Of a message: the user's number in E.164 with `+`. */
  readonly from?: unknown;
  readonly name?: unknown;
  /** Of a message: Meta's inbound message object. */
  readonly message?: unknown;
  /** Of a message: the id of the message that it answers. */
  readonly answers?: unknown;
}

/*
 * Gupshup's JSON of the Partner API, version 3, spelled as Gupshup spells it (read November 2026).
 * What comes from Gupshup is `unknown` by field: the names are documented, and a value is believed once it was looked at.
 */

/**
 * Every answer of `POST /partner/app/{appId}/v3/message`, of success and of failure.
 * @see https://partner-docs.gupshup.io/docs/whatsapp-passthrough-apis-for-partners
 */
export interface GupshupAnswer {
  /** `error` on failure, also inside a 2xx. */
  readonly status?: unknown;
  readonly message?: unknown;
  readonly reason?: unknown;
  readonly code?: unknown;
  /** Meta's own envelope, should it come through. */
  readonly error?: unknown;
  /** `[{ id }]` on success; the id is Gupshup's, a UUID, and not Meta's. */
  readonly messages?: unknown;
}

/** Meta's error object, inside an answer. */
export interface GupshupMetaError {
  readonly code?: unknown;
  readonly error_subcode?: unknown;
  readonly message?: unknown;
}

/**
 * A callback of version 3: Meta's envelope and the app's id.
 * @see https://partner-docs.gupshup.io/docs/passthrough-v3-incoming-events
 */
export interface GupshupCallback {
  readonly gs_app_id?: unknown;
  readonly entry?: unknown;
  /** `2` in a callback of version 2, whose `type` and `payload` stand beside it. */
  readonly version?: unknown;
  readonly type?: unknown;
  readonly payload?: unknown;
}

/** One of `entry`. Where Gupshup made the event itself there is no `id`. */
export interface GupshupEntry {
  readonly id?: unknown;
  /** Only on calls' bills and platform events (milliseconds) and on templates (seconds). */
  readonly time?: unknown;
  readonly changes?: unknown;
}

/** The ids by which Gupshup names a message, in a status, a bill, or the context of an answer. */
export interface GupshupIds {
  /** The id that the send was answered with; gone about a week after it. */
  readonly gs_id?: unknown;
  /** Another UUID of undocumented meaning, or Meta's id. */
  readonly id?: unknown;
  /** Meta's id. */
  readonly meta_msg_id?: unknown;
}

/** What Gupshup adds to Meta's status. */
export interface GupshupStatus extends GupshupIds {
  readonly errors?: unknown;
  /** On a failure that Gupshup decided, in place of `errors`. */
  readonly code?: unknown;
  readonly reason?: unknown;
  readonly biz_opaque_callback_data?: unknown;
}

/**
 * `value.billing` of the field `billing-event`.
 * @see https://partner-docs.gupshup.io/docs/v3-billing-events
 */
export interface GupshupBilling {
  readonly deductions?: unknown;
  readonly references?: unknown;
}

/** What was deducted for it. */
export interface GupshupDeductions {
  /** A boolean, or the same as text. */
  readonly billable?: unknown;
  readonly model?: unknown;
  readonly source?: unknown;
  readonly type?: unknown;
  /** Of a bill per message. */
  readonly category?: unknown;
  /** Of a bill per conversation; `call` on a call's. */
  readonly conversation_type?: unknown;
}

/** What it was deducted for: a message, a conversation or a call. */
export interface GupshupReferences extends GupshupIds {
  readonly conversation_id?: unknown;
  /** Of a call, as `end_time`. */
  readonly start_time?: unknown;
}

/**
 * The answer of `GET /partner/app/{appId}/subscription`.
 * @see https://partner-docs.gupshup.io/docs/set-subscription
 */
export interface GupshupSubscriptions {
  readonly subscriptions?: unknown;
}

/** One of them, also what a new one is answered with. */
export interface GupshupSubscription {
  readonly id?: unknown;
  readonly tag?: unknown;
  readonly url?: unknown;
}

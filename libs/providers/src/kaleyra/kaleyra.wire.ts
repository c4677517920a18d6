/*
 * Kaleyra's JSON of WhatsApp API version 2, spelled as Kaleyra spells it (read November 2026).
 * What comes from Kaleyra is `unknown` by field: the names are documented, and a value is believed once it was looked at.
 */

/**
 * The body of `POST /v2/<sid>/whatsapp/<phone_number>/messages`.
 * @see https://developers.kaleyra.io/docs/whatsapp_api_v2_send-video-messages
 */
export interface KaleyraSendBody {
  /** Meta's message object. */
  readonly messaging_object: Readonly<Record<string, unknown>>;
  /** Beside the message, though the page's sample puts it inside: its request format and all other pages do not. */
  readonly extra_info: KaleyraExtraInfo;
}

/** What Kaleyra carries along with a message and gives back in its reports and callbacks; 255 characters each. */
export interface KaleyraExtraInfo {
  readonly ref: string;
  readonly ref1?: string;
  readonly ref2?: string;
  readonly wa_source: string;
}

/** Every answer of the API, of success and of failure. */
export interface KaleyraAnswer {
  /** `WA202` or `WA200` for success; `WA401` and `WA-401` are two different codes. */
  readonly code?: unknown;
  readonly message?: unknown;
  /** `{ message_id }` on success; `{}` or `[]` on failure. */
  readonly data?: unknown;
  /** Text by a key that varies, `{ phone_number: "…" }`; `{}` on success, which is truthy. */
  readonly error?: unknown;
}

/**
 * A status or an incoming message as version 2 posts it. `meta_object` is one change of Meta's webhook, without the
 * envelope around it; it is missing where Kaleyra itself speaks (`not sent`).
 * @see https://developers.kaleyra.io/docs/wa-status-update-webhooks-payload-v2-sent
 * @see https://developers.kaleyra.io/docs/wa-status-update-webhooks-payload-v2-daily-limit-reached
 */
export interface KaleyraCallback {
  readonly meta_object?: unknown;
  readonly extra_info?: unknown;
  readonly status?: unknown;
  readonly message_id?: unknown;
  readonly code?: unknown;
  readonly reason?: unknown;
}

/** What Kaleyra adds to a callback. In a status the `ref`s are the message's own; in an incoming message they are those of the message answered. */
export interface KaleyraCallbackInfo {
  readonly ref?: unknown;
  readonly message_id?: unknown;
  readonly trace_id?: unknown;
  /** `""` where there is no file. */
  readonly media_url?: unknown;
  /** Kaleyra's id of the message answered. */
  readonly reply_to?: unknown;
}

/** A status of version 1, by GET; `0` stands for failed. */
export interface KaleyraStatusVariables {
  readonly id?: unknown;
  readonly status?: unknown;
  readonly ref?: unknown;
}

/**
 * An incoming message through a profile of variables.
 * @see https://developers.kaleyra.io/docs/create-callback-profile-for-incoming-whatsapp-messages
 */
export interface KaleyraInboundVariables {
  /** Seconds since 1970. */
  readonly created_at?: unknown;
  /** Meta's types, and `voice`. */
  readonly type?: unknown;
  readonly from?: unknown;
  readonly mobile?: unknown;
  readonly name?: unknown;
  readonly body?: unknown;
  readonly media_url?: unknown;
  readonly mime_type?: unknown;
  readonly reply_to?: unknown;
  readonly wanumber?: unknown;
  readonly message?: unknown;
  readonly contacts?: unknown;
  readonly location?: unknown;
}

/**
 * A change of a template.
 * @see https://developers.kaleyra.io/docs/template-status-update
 */
export interface KaleyraTemplateVariables {
  readonly time?: unknown;
  readonly event?: unknown;
  readonly message_template_id?: unknown;
  readonly message_template_name?: unknown;
  readonly message_template_language?: unknown;
  readonly reason?: unknown;
}

/**
 * A change of the number's quality or tier, by GET on the address for incoming messages.
 * @see https://developers.kaleyra.io/docs/receive-updates-about-rating-and-limits-using-webhooks
 */
export interface KaleyraQualityVariables {
  readonly display_phone_number?: unknown;
  readonly event?: unknown;
  readonly current_limit?: unknown;
}

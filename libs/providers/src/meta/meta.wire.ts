/*
 * Meta's webhook JSON, which vendors pass on, spelled as Meta spells it
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference, read November 2026).
 * Everything is `unknown` by field: the names are documented, and a value is believed once it was looked at.
 */

/** One change of an entry: a field's name and what it carries. */
export interface MetaChange {
  readonly field?: unknown;
  readonly value?: unknown;
}

/** The value of the field `messages`. */
export interface MetaValue {
  readonly metadata?: unknown;
  readonly contacts?: unknown;
  readonly statuses?: unknown;
  readonly messages?: unknown;
  readonly errors?: unknown;
  /** Clicks on marketing messages. */
  readonly user_actions?: unknown;
}

/** The business number that a change is about. */
export interface MetaMetadata {
  readonly display_phone_number?: unknown;
  readonly phone_number_id?: unknown;
}

/** One of `contacts`: a user whom the messages or statuses beside it name. */
export interface MetaContact {
  readonly wa_id?: unknown;
  readonly user_id?: unknown;
  readonly profile?: unknown;
}

/** One of `statuses`. */
export interface MetaStatus {
  readonly id?: unknown;
  /** Absent on delivery statuses; `payment` on the status of a payment. */
  readonly type?: unknown;
  readonly status?: unknown;
  readonly timestamp?: unknown;
  readonly recipient_id?: unknown;
  readonly recipient_user_id?: unknown;
  /** `group` where `recipient_id` is a group. */
  readonly recipient_type?: unknown;
  /** The member of the group. */
  readonly recipient_participant_id?: unknown;
  readonly errors?: unknown;
  readonly pricing?: unknown;
  readonly conversation?: unknown;
}

/** One of `errors`, in a status, a message or beside them. */
export interface MetaError {
  readonly code?: unknown;
  readonly error_subcode?: unknown;
  readonly title?: unknown;
  readonly message?: unknown;
  readonly error_data?: unknown;
}

/** A message from a user; the object named by `type` holds its content. */
export interface MetaInbound {
  readonly id?: unknown;
  readonly type?: unknown;
  readonly timestamp?: unknown;
  /** Absent for a user who hides the number; then there is `from_user_id`. */
  readonly from?: unknown;
  readonly from_user_id?: unknown;
  readonly context?: unknown;
  readonly reaction?: unknown;
}

/** The file inside a message. */
export interface MetaMedia {
  readonly id?: unknown;
  readonly url?: unknown;
  readonly mime_type?: unknown;
  readonly sha256?: unknown;
  readonly filename?: unknown;
}

/** The values of the four fields about templates together. */
export interface MetaTemplateValue {
  readonly event?: unknown;
  readonly message_template_id?: unknown;
  readonly message_template_name?: unknown;
  readonly message_template_language?: unknown;
  readonly message_template_category?: unknown;
  readonly reason?: unknown;
  readonly rejection_info?: unknown;
  readonly other_info?: unknown;
  readonly new_category?: unknown;
  readonly correct_category?: unknown;
  readonly category_update_timestamp?: unknown;
  readonly new_quality_score?: unknown;
}

/** The values of the fields about the number and its account together. */
export interface MetaAccountValue {
  readonly display_phone_number?: unknown;
  readonly event?: unknown;
  readonly decision?: unknown;
  readonly current_limit?: unknown;
  readonly max_daily_conversations_per_business?: unknown;
  readonly max_daily_conversation_per_phone?: unknown;
  readonly rejection_reason?: unknown;
  readonly ban_info?: unknown;
  readonly violation_info?: unknown;
  readonly entity_id?: unknown;
  readonly alert_info?: unknown;
}

/**
 * What went wrong, in the one vocabulary that every provider's failures are told in.
 *
 * - `invalid`: the caller must act: this payload can never be sent.
 * - `unsupported`: the caller must act: this provider cannot carry the message.
 * - `unauthorized`: the operator must act: key, account, number or billing set-up.
 * - `rejected`: nobody helps by retrying: recipient or policy (not on WhatsApp, opted out, window closed).
 * - `rate_limited`: time helps; see the scope and the length of the pause.
 * - `unavailable`: time helps: the vendor is down.
 * - `timeout`: time helps: no answer came in time.
 * - `unrecognized`: somebody should read the vendor's own words.
 */
export type ErrorCode =
  | 'invalid'
  | 'unsupported'
  | 'unauthorized'
  | 'rejected'
  | 'rate_limited'
  | 'unavailable'
  | 'timeout'
  | 'unrecognized';

/** Who has to act before the same message can be sent. */
export type Actor = 'caller' | 'operator' | 'recipient' | 'time';

/** What a failure holds up: one recipient, one sender, one template, or all senders of one vendor account. */
export type PauseScope = 'recipient' | 'sender' | 'template' | 'account';

/** `none`: the message has failed. `backoff`: try again later. `pause`: hold the whole scope, then try again. */
export type RetryClass = 'none' | 'backoff' | 'pause';

/** Whose code it is. Meta's codes reach us unchanged inside every vendor's answers and callbacks. */
export type ErrorSource = 'meta' | 'gupshup' | 'kaleyra';

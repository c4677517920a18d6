/**
 * Gupshup's own failure codes, which stand on the status itself (`code`, `reason`) and not in Meta's `errors`.
 * https://partner-docs.gupshup.io/docs/error-codes (November 2026; the reasons are worded here)
 */
const REASONS: ReadonlyMap<number, string> = new Map([
  [500, 'Internal error'],
  [1001, 'Last mapped bot failed'],
  [1002, 'Number is not on WhatsApp'],
  [1003, 'Wallet balance is low'],
  [1004, 'Template messaging is disabled'],
  [1005, 'No template matches'],
  [1006, 'User has not opted in'],
  [1007, 'User has not opted in and no template matches'],
  [1008, 'User is not opted in and inactive'],
  [1009, 'A required parameter is missing'],
  [1010, 'Media URL is invalid'],
  [1011, 'Media size is invalid'],
  [1012, 'User has opted out'],
  [4001, 'API rate limit reached'],
  [4002, 'Invalid response from WhatsApp'],
  [4003, 'Template did not match'],
  [4004, 'Only for apps on the Cloud API'],
  [4005, 'Template is paused'],
]);

/** Whether Gupshup itself gives this code; every other code is Meta's. */
export const isGupshupCode = (code: number): boolean => REASONS.has(code);

/** The reason beside one of Gupshup's own codes. */
export const gupshupReason = (code: number): string => REASONS.get(code) ?? 'Message failed';

/**
 * Meta's titles by error code, as they arrive in a failed status.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes (November 2026)
 */
const TITLES: ReadonlyMap<number, string> = new Map([
  [0, 'AuthException'],
  [1, 'API Unknown'],
  [2, 'API Service'],
  [3, 'API Method'],
  [4, 'API Too Many Calls'],
  [10, 'Permission Denied'],
  [33, 'Parameter value is not valid'],
  [100, 'Invalid parameter'],
  [190, 'Access token has expired'],
  [368, 'Temporarily blocked for policies violations'],
  [80007, 'Rate limit issues'],
  [130429, 'Rate limit hit'],
  [130472, "User's number is part of an experiment"],
  [130497, 'Business account is restricted from messaging users in this country.'],
  [131000, 'Something went wrong'],
  [131005, 'Access denied'],
  [131008, 'Required parameter is missing'],
  [131009, 'Parameter value is not valid'],
  [131016, 'Service unavailable'],
  [131021, 'Recipient cannot be sender'],
  [131026, 'Message Undeliverable'],
  [131031, 'Account has been locked'],
  [131042, 'Business eligibility payment issue'],
  [131045, 'Incorrect certificate'],
  [131047, 'Re-engagement message'],
  [131048, 'Spam rate limit hit'],
  [131049, 'Meta chose not to deliver.'],
  [131050, 'User has stopped receipt of marketing messages.'],
  [131051, 'Unsupported message type'],
  [131052, 'Media download error'],
  [131053, 'Media upload error'],
  [131056, '(Business Account, Consumer Account) pair rate limit hit'],
  [131057, 'Account in maintenance mode'],
  [132000, 'Template Param Count Mismatch'],
  [132001, 'Template does not exist'],
  [132005, 'Template Hydrated Text Too Long'],
  [132007, 'Template Format Character Policy Violated'],
  [132012, 'Template Parameter Format Mismatch'],
  [132015, 'Template is Paused'],
  [132016, 'Template is Disabled'],
  [132068, 'Flow is blocked'],
  [132069, 'Flow is throttled'],
  [133010, 'Phone number Not Registered'],
  [134011, 'WhatsApp Payments terms of service has not been accepted'],
  [135000, 'Generic user error'],
]);

/** Where Meta explains its codes; a failed status carries it as `href`. */
export const META_ERRORS_PAGE =
  'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/';

/** Meta's title of a code; codes without a documented title get the one of 131000. */
export const metaTitle = (code: number): string =>
  TITLES.get(code) ?? (code >= 200 && code <= 299 ? 'API Permission' : 'Something went wrong');

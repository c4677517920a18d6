import { jsonAnswer, type Answer } from '../answer.js';

/** A refusal in Gupshup's own words. */
export const refusal = (status: number, message: string): Answer =>
  jsonAnswer(status, { status: 'error', message });

/** Some of Gupshup's samples print `message` first; the order is kept as printed. */
const refusalMessageFirst = (status: number, message: string): Answer =>
  jsonAnswer(status, { message, status: 'error' });

/**
 * Every refusal that is documented for v3/message or its siblings, by the name that faults use.
 * https://partner-docs.gupshup.io/reference/post_partner-app-appid-v3-video-message (November 2026)
 */
export const GUPSHUP_ERRORS = {
  'authentication-failed': refusal(401, 'Authentication Failed'),
  'callback-billing-disabled': refusalMessageFirst(
    400,
    'Callback Billing must be enabled for this API',
  ),
  'invalid-app-details': refusalMessageFirst(400, 'Invalid App Details'),
  'app-not-on-cloud': refusalMessageFirst(
    400,
    'The provided app is not of the expected type for this API. Please ensure that the app is on the cloud.',
  ),
  'unauthorised-access': refusal(
    401,
    'Unauthorised access to the resource. Please review request parameters and headers and retry',
  ),
  'invalid-json-payload': refusalMessageFirst(400, 'Invalid JSON payload'),
  'too-many-requests': refusal(429, 'Too Many Requests'),
  'internal-server-error': refusal(
    500,
    'Internal server error. Please try again later and If Issue still persist than contact Gupshup Dev Support',
  ),
} as const satisfies Record<string, Answer>;

/** The name of one documented refusal of Gupshup. */
export type GupshupErrorName = keyof typeof GUPSHUP_ERRORS;

import type { ErrorEntry } from '../error-entry.js';
import { rowsOf } from '../rows.js';
import { invalid, limited, rejected, unauthorized, unavailable, unrecognized } from '../verdict.js';

const row = rowsOf(
  'meta',
  'https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/troubleshooting',
);

/** Meta's codes about calls. Whatever limits calls lets messages pass, so none of them holds a scope up. */
export const CALLING_ERRORS: readonly ErrorEntry[] = [
  row(
    '138000',
    unauthorized(),
    'Calling not enabled',
    "Enable calling in the settings of the sender's number.",
  ),
  row(
    '138001',
    rejected('recipient'),
    'Receiver Uncallable',
    'Ask the recipient whether they use a current WhatsApp that can take calls.',
  ),
  row(
    '138002',
    limited(60),
    'Concurrent Calls limit',
    'Wait until some of the present calls have ended.',
  ),
  row(
    '138003',
    limited(60),
    'Duplicate call',
    'Wait until the present call with this recipient has ended.',
  ),
  row(
    '138004',
    unavailable(),
    'Connection error',
    "Wait for the next attempt, and if it fails again check the call's connection parameters.",
  ),
  row('138005', limited(3600), 'Call rate limit exceeded', 'Start fewer calls from this number.'),
  row(
    '138006',
    rejected('recipient'),
    'No approved call permission found',
    'Ask the recipient to permit calls.',
  ),
  row(
    '138007',
    unavailable(),
    'Connect Timeout error',
    "Wait for the next attempt, and answer Meta's call offer sooner.",
  ),
  row(
    '138009',
    // One request a day and two a week to one person: longer than a message waits.
    limited(undefined),
    'Call Permission Request Limit Hit',
    'Wait a day or more before asking this person for call permission again.',
  ),
  row(
    '138012',
    limited(undefined),
    'Business Initiated Calls Limit Hit',
    'Wait for the time that the details name before calling this person again.',
  ),
  row(
    '138013',
    unauthorized(),
    'Business-initiated calling is not available',
    'Call from a number for which Meta offers business-initiated calls.',
  ),
  row(
    '138014',
    unauthorized(),
    'Calling is temporarily disabled',
    'Make calls that people welcome, and wait until Meta lifts the restriction on this number.',
  ),
  row(
    '138015',
    unauthorized(),
    'Calling cannot be enabled',
    "Raise the number's messaging limit to 2,000 or more first.",
  ),
  row(
    '138017',
    invalid,
    "Call permission request can't be sent because a permanent permission already exists.",
    'Call without asking, because this person has permitted calls for good.',
  ),
  row(
    '138018',
    unauthorized(),
    'WhatsApp Business calling cannot be enabled because technical pre-requisites are not met.',
    "Configure SIP, or subscribe an app to the account's call webhooks, before enabling calls.",
  ),
  row('138019', unavailable(), 'Call setup failed', 'Call again later.'),
  row('138020', unavailable(), 'Relay connection failed', 'Call again later.'),
  row(
    '138021',
    unavailable(),
    'Media receive timeout',
    "Check that the call's media reaches Meta's relay, and call again.",
  ),
  row('138022', unavailable(), 'Media transmit timeout', 'Call again later.'),
  row(
    '138023',
    unavailable(),
    'Call accepted but terminated with no media signals',
    'Call again later.',
  ),
  row(
    '138000-138025',
    unrecognized,
    'Calling API',
    "Read Meta's own words in the details of the error.",
  ),
];

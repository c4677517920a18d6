import type { ErrorEntry } from '../error-entry.js';
import { rowsOf } from '../rows.js';
import { invalid, limited, rejected, throttled, unauthorized, unavailable } from '../verdict.js';

const row = rowsOf(
  'meta',
  'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes',
);

// A token belongs to a sender's options, and two senders of one account may use two tokens: so a token that is
// refused holds up its sender only, while billing and policy hold up the account.

/** Meta's codes below 130000: tokens, permissions, call limits, and the Graph API's own failures. */
export const PLATFORM_ERRORS: readonly ErrorEntry[] = [
  row(
    '0',
    unauthorized('sender'),
    'AuthException',
    'Give the sender a new access token, because Meta could not authenticate this one.',
  ),
  row(
    '1',
    // Meta means by it a bad request or a fault of its own; it is retried, and the message's budget ends it.
    unavailable(),
    'API Unknown',
    "Wait for the next attempt, and if it fails again check the request and Meta's status page.",
  ),
  row(
    '2',
    unavailable(),
    'API Service',
    'Wait for the next attempt, because Meta is down or overloaded; its status page says more.',
  ),
  row(
    '3',
    // Comes with HTTP 500, yet no retry helps.
    unauthorized('sender'),
    'API Method',
    "Give the sender's app the permission that the access token debugger shows as missing.",
  ),
  row(
    '4',
    // Lasts minutes to an hour; Meta documents no length.
    throttled('account', 900),
    'API Too Many Calls',
    'Make fewer API calls with this app until its hourly rate limit has room again.',
  ),
  row(
    '10',
    unauthorized('sender'),
    'Permission Denied',
    "Give the sender's app the permission back that the access token debugger shows as missing.",
  ),
  row(
    '33',
    unauthorized('sender'),
    'Parameter value is not valid',
    "Correct the sender's phone number id, because that business phone number has been deleted.",
  ),
  row(
    '100',
    invalid,
    'Invalid parameter',
    'Correct the parameter that the details name; it is unknown, misspelled or too long.',
  ),
  row(
    '100/33',
    unauthorized('sender'),
    'Unsupported post request',
    "Correct the sender's phone number id, or give its token access to that number.",
  ),
  row(
    '104',
    unauthorized('sender'),
    'No access token was provided',
    'Give the sender an access token.',
  ),
  row(
    '190',
    unauthorized('sender'),
    'Access token has expired',
    'Give the sender a new access token, because this one has expired or is not valid.',
  ),
  row(
    '200-299',
    unauthorized('sender'),
    'API Permission',
    "Give the sender's app the permission that the access token debugger shows as missing.",
  ),
  row(
    '368',
    unauthorized('account'),
    'Temporarily blocked for policies violations',
    'See in WhatsApp Manager which policy the business account violated, and appeal or wait there.',
  ),
  row(
    '613',
    limited(60),
    'Fetch Call Permission For Consumer Phone Number API Limit Hit',
    'Ask less often whether a call is permitted.',
  ),
  row(
    '1026',
    rejected('recipient'),
    'Receiver incapable',
    'Ask the recipient to update WhatsApp, or send another type of message.',
  ),
  row(
    '2046',
    invalid,
    'Order status transition not allowed',
    'Send an order status that may follow the present one.',
  ),
  row(
    '2047',
    invalid,
    'Cannot cancel a paid order',
    'Do not cancel this order, because it has been paid.',
  ),
  row(
    '80007',
    // At most an hour; Meta documents no length.
    throttled('account', 900),
    'Rate limit issues',
    'Make fewer API calls for this business account until its hourly rate limit has room again.',
  ),
];

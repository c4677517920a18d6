import type { ErrorEntry } from '../error-entry.js';
import { rowsOf } from '../rows.js';
import {
  invalid,
  limited,
  rejected,
  throttled,
  unauthorized,
  unavailable,
  unsupported,
} from '../verdict.js';

const row = rowsOf(
  'meta',
  'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes',
);

/** Meta's codes about handing a message over: who may write to whom, how often, and with what content. */
export const DELIVERY_ERRORS: readonly ErrorEntry[] = [
  row(
    '130403',
    rejected('operator'),
    'Business has blocked the end user',
    'Unblock this WhatsApp user before sending to them again.',
  ),
  row(
    '130429',
    throttled('sender', 5),
    'Rate limit hit',
    "Lower the sender's rate if this repeats, because its throughput limit is reached.",
  ),
  row(
    '130472',
    rejected('recipient'),
    "User's number is part of an experiment",
    'Do not send this marketing message again until the recipient has written to the sender.',
  ),
  row(
    '130497',
    // Concerns recipients of some countries only, so the account goes on.
    rejected('operator'),
    'Business account is restricted from messaging users in this country.',
    "Leave this country out, or check Meta's messaging policy for this business category.",
  ),
  row(
    '131000',
    unavailable(),
    'Something went wrong',
    'Wait for the next attempt, and open a ticket with Meta if it keeps failing.',
  ),
  row(
    '131005',
    unauthorized('sender'),
    'Access denied',
    "Give the sender's app the permission that the access token debugger shows as missing.",
  ),
  row(
    '131008',
    invalid,
    'Required parameter is missing',
    'Add the parameter that the details name.',
  ),
  row(
    '131009',
    invalid,
    'Parameter value is not valid',
    'Correct the parameter value that the details name.',
  ),
  row(
    '131016',
    unavailable(),
    'Service unavailable',
    "Wait for the next attempt, because a service of Meta's is down; its status page says more.",
  ),
  row(
    '131021',
    invalid,
    'Recipient cannot be sender',
    "Send to a number other than the sender's own.",
  ),
  row(
    '131026',
    rejected('recipient'),
    'Message Undeliverable',
    'Ask the recipient by other means whether they use WhatsApp, in a current version and with its terms accepted.',
  ),
  row(
    '131030',
    // Test numbers only; the other recipients of the list are not concerned, so the sender goes on.
    unauthorized(),
    'Recipient phone number not in allowed list',
    "Add the recipient to the test number's list of recipients, or send from a real number.",
  ),
  row(
    '131047',
    rejected('caller'),
    'Re-engagement message',
    'Send a template instead, because more than 24 hours have passed since the recipient last wrote.',
  ),
  row(
    '131048',
    // Meta documents no length; four hours is a guess that does not hammer a number already in trouble.
    throttled('sender', 14_400, 'operator'),
    'Spam rate limit hit',
    'Stop campaigns from this number and check its quality rating in WhatsApp Manager.',
  ),
  row(
    '131049',
    // Retried, it fails again: the limit lasts a day or more, which is longer than a message's budget, and when to
    // market to this person again is a campaign's decision. The recipient is not paused either, because the limit is
    // on marketing only, and a pause would hold up one-time passwords and replies that Meta still delivers.
    limited(undefined),
    'Meta chose not to deliver.',
    'Wait at least 24 hours before sending marketing to this person again; other messages may be sent.',
  ),
  row(
    '131050',
    rejected('recipient'),
    'User has stopped receipt of marketing messages.',
    'Send no marketing to this person until they resume it in WhatsApp.',
  ),
  row(
    '131051',
    unsupported,
    'Unsupported message type',
    'Send a message of a type that Meta supports.',
  ),
  row(
    '131052',
    rejected('recipient'),
    'Media download error',
    'Ask the person who sent the file to send it in another way.',
  ),
  row(
    '131053',
    invalid,
    'Media upload error',
    'Check that the file can be fetched and that its type and size are supported, and send anew.',
  ),
  row(
    '131055',
    invalid,
    'Method not allowed',
    'Send what this API takes: marketing templates on the marketing API, calls by SIP where SIP is on.',
  ),
  row(
    '131056',
    // A pair may exchange one message in 6 seconds, and a burst borrows from the time after it.
    throttled('recipient', 6),
    '(Business Account, Consumer Account) pair rate limit hit',
    'Send less often to this recipient; other recipients are not affected.',
  ),
  row(
    '131057',
    unavailable(60),
    'Account in maintenance mode',
    'Wait for the next attempt, because Meta is changing the account, perhaps raising its throughput.',
  ),
  row(
    '131060',
    rejected('recipient'),
    'Message unavailable',
    'Ask the person to send their message again from their phone.',
  ),
  row(
    '131062',
    invalid,
    'Business-scoped user id not supported as recipient',
    "Send this message to the recipient's phone number.",
  ),
  row(
    '137000',
    rejected('caller'),
    'Identity key hash mismatch',
    'Verify who the recipient is, and send again without the identity key hash or with the new one.',
  ),
];

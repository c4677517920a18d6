import type { ErrorEntry } from '../error-entry.js';
import { rowsOf } from '../rows.js';
import { invalid, throttled, unauthorized, unavailable } from '../verdict.js';

const row = rowsOf(
  'meta',
  'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes',
);

/** Meta's codes about the sender's number and account: locks, billing, registration, and the two-step PIN. */
export const SENDER_ERRORS: readonly ErrorEntry[] = [
  row(
    '131031',
    unauthorized('account'),
    'Account has been locked',
    'See in WhatsApp Manager why the account is locked, or correct the two-step PIN.',
  ),
  row(
    '131037',
    unauthorized('sender'),
    'WhatsApp provided number needs display name approval before message can be sent',
    "Get the number's display name approved in WhatsApp Manager.",
  ),
  row(
    '131042',
    unauthorized('account'),
    'Business eligibility payment issue',
    "Repair the business account's payment method, credit line, time zone or currency.",
  ),
  row(
    '131044',
    unauthorized('account'),
    'Business eligibility payment issue (calls)',
    'Add a valid payment method to the business account.',
  ),
  row(
    '131045',
    // Comes with HTTP 500, yet no retry helps. Not to be confused with 131016, where it does.
    unauthorized('sender'),
    'Incorrect certificate',
    "Register the sender's phone number again.",
  ),
  row(
    '131064',
    // Lifts itself after an enforcement period that Meta does not state; days is a guess.
    throttled('account', 86_400, 'operator'),
    'Messaging limit reached due to template classification violations',
    'Correct the categories of the templates in WhatsApp Manager and wait for Meta to lift the limit.',
  ),
  row(
    '133000',
    // Comes with HTTP 500, yet no retry helps.
    unauthorized('sender'),
    'Incomplete Deregistration',
    "Deregister the sender's phone number again, and then register it.",
  ),
  row(
    '133004',
    unavailable(),
    'Server Temporarily Unavailable',
    'Wait for the next attempt, because Meta is unavailable; its status page says more.',
  ),
  row(
    '133005',
    unauthorized('sender'),
    'Two step verification PIN Mismatch',
    'Enter the right two-step PIN, or reset it in WhatsApp Manager.',
  ),
  row(
    '133006',
    unauthorized('sender'),
    'Phone number re-verification needed',
    "Verify the sender's phone number, and then register it.",
  ),
  // The exact time of the next two is in the details; these are guesses for when nobody reads them.
  row(
    '133008',
    throttled('sender', 3600),
    'Too Many two step verification PIN Guesses',
    'Wait for the time that the details name, and then enter the right two-step PIN.',
  ),
  row(
    '133009',
    throttled('sender', 60),
    'Two step verification PIN Guessed Too Fast',
    'Wait for the time that the details name, and then enter the two-step PIN again.',
  ),
  row(
    '133010',
    unauthorized('sender'),
    'Phone number Not Registered',
    "Register the sender's phone number on the WhatsApp Business Platform.",
  ),
  row(
    '133015',
    throttled('sender', 300),
    'Please wait a few minutes before attempting to register this phone number',
    "Wait five minutes, because the number's deletion is not yet complete.",
  ),
  row(
    '133016',
    throttled('sender', 259_200, 'operator'),
    'Account register deregister rate limit exceeded',
    'Wait 72 hours, and then register the number once.',
  ),
  row(
    '134011',
    // Concerns payment messages only, so the account goes on.
    unauthorized(),
    'WhatsApp Payments terms of service has not been accepted',
    'Accept the WhatsApp Payments terms of service by the link in the error message.',
  ),
  row(
    '135000',
    invalid,
    'Generic user error',
    "Compare the message with Meta's reference, because a parameter of it is wrong.",
  ),
];

import type { ErrorEntry } from './error-entry.js';
import { rowsOf } from './rows.js';
import {
  invalid,
  rejected,
  throttled,
  unauthorized,
  unavailable,
  unrecognized,
  type Verdict,
} from './verdict.js';

const answer = rowsOf(
  'kaleyra',
  'https://developers.kaleyra.io/docs/whatsapp-api-v2-error-codes-for-send-message',
);
const dailyLimit = rowsOf(
  'kaleyra',
  'https://developers.kaleyra.io/docs/wa-status-update-webhooks-payload-v2-daily-limit-reached',
);
const notSent = rowsOf('kaleyra', 'https://developers.kaleyra.io/docs/whatsapp-status');

// Kaleyra says "no retry", which is meant for the message; the account's other messages would fail in the same way
// until the next day or a higher limit, so they wait, and one of them tries every hour.
const OVER_DAILY_LIMIT: Verdict = throttled('account', 3600, 'operator');
const DAILY_LIMIT_REMEDY =
  'Have Kaleyra raise the daily limit of the account, or wait for the next day.';

/**
 * What Kaleyra says of its own accord, as read in November 2026: answers of v2 (`WA401` and `WA-401` are two codes,
 * and the second means two things), and the reasons of messages that were "not sent", most of them without a code.
 */
export const KALEYRA_ERRORS: readonly ErrorEntry[] = [
  answer(
    'RBC001',
    unauthorized('sender'),
    'Incorrect SID or API key.',
    "Correct the sender's SID or API key; keys die when the person who made them leaves the team.",
  ),
  answer(
    'WA401',
    unauthorized('sender'),
    'Phone number is not present or does not belong to the account.',
    "Correct the sender's phone number, or have Kaleyra add it to the account.",
  ),
  answer(
    'WA-401/account',
    unauthorized('account'),
    'API is not available for given customer.Please contact support for more info',
    'Ask Kaleyra to open the WhatsApp API for this account.',
  ),
  answer(
    'WA-401/phone_number',
    unauthorized('sender'),
    "The phone number you're using is associated with different Version of our WA API. Please use the appropriate endpoint.",
    'Have Kaleyra move the number to version 2 of its WhatsApp API.',
  ),
  answer(
    'WA400',
    // Kaleyra's "yes, retry" means: once the JSON is corrected.
    invalid,
    'Refer to correct payload format',
    'Correct the message, because Kaleyra refuses its format.',
  ),
  answer(
    'E110',
    unauthorized('account'),
    'Please check your balance, You have a low balance!',
    "Top up the account's balance at Kaleyra.",
  ),
  answer(
    'WA500',
    // Kaleyra advises three retries, after 5, 10 and 15 minutes.
    unavailable(300),
    'Please try again later',
    'Wait for the retries after 5, 10 and 15 minutes, and escalate to Kaleyra if they fail.',
  ),
  dailyLimit('WAV2101', OVER_DAILY_LIMIT, 'Account daily limit reached', DAILY_LIMIT_REMEDY),
  dailyLimit(
    'account daily limit reached',
    OVER_DAILY_LIMIT,
    'Account daily limit reached',
    DAILY_LIMIT_REMEDY,
  ),
  notSent(
    'number opted out',
    rejected('recipient'),
    'Number opted out',
    'Send nothing to this person until they opt in again.',
  ),
  notSent(
    'to number or type missing',
    invalid,
    'To number or type missing',
    'Name the recipient and the type of the message.',
  ),
  notSent(
    'template details not found',
    invalid,
    'Template details not found',
    'Correct the name and language of the template, or make it through Kaleyra first.',
  ),
  notSent(
    'country traffic blocked',
    // Concerns recipients of some countries only, so the account goes on.
    rejected('operator'),
    'Country traffic blocked',
    "Ask Kaleyra to open the traffic to the recipient's country.",
  ),
  notSent(
    'missing slug value for url tracking',
    invalid,
    'Missing slug value for URL tracking',
    'Give the value of the tracked link, or send a template without URL tracking.',
  ),
  notSent(
    'submit failure',
    // Not handed over to Meta, for a reason that Kaleyra does not document.
    unrecognized,
    'Submit failure',
    'Look the message up in the Kaleyra portal, or ask Kaleyra why it was not handed over.',
  ),
];

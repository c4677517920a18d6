import type { ErrorEntry } from './error-entry.js';
import { rowsOf } from './rows.js';
import {
  invalid,
  rejected,
  throttled,
  unauthorized,
  unavailable,
  unrecognized,
  unsupported,
} from './verdict.js';

const answer = rowsOf(
  'gupshup',
  'https://partner-docs.gupshup.io/docs/whatsapp-passthrough-apis-for-partners',
);
const callback = rowsOf('gupshup', 'https://partner-docs.gupshup.io/docs/error-codes');

/**
 * What Gupshup says of its own accord, as read in November 2026: answers to v3/message, which have no code and are
 * known by their message, and the codes of failed messages in callbacks.
 */
export const GUPSHUP_ERRORS: readonly ErrorEntry[] = [
  answer(
    'authentication failed',
    unauthorized('sender'),
    'Authentication Failed',
    'Give the sender a valid app token, because Gupshup refuses this one.',
  ),
  answer(
    'callback billing must be enabled for this api',
    unauthorized('account'),
    'Callback Billing must be enabled for this API',
    'Ask Gupshup to enable callback billing for this app.',
  ),
  answer(
    'invalid app details',
    unauthorized('account'),
    'Invalid App Details',
    "Correct the sender's app id, because Gupshup knows no such app.",
  ),
  answer(
    'the provided app is not of the expected type for this api. please ensure that the app is on the cloud',
    unauthorized('account'),
    'The provided app is not of the expected type for this API.',
    "Have Gupshup move the app to Meta's Cloud API, because v3 does not serve on-premises apps.",
  ),
  answer(
    'unauthorised access to the resource. please review request parameters and headers and retry',
    unauthorized('sender'),
    'Unauthorised access to the resource',
    'Give the sender a token that belongs to its app id.',
  ),
  answer(
    'invalid json payload',
    invalid,
    'Invalid JSON payload',
    'Correct the message, because Gupshup cannot read it.',
  ),
  answer(
    'too many requests',
    // Ten requests a second, and a cool-down as long as the window.
    throttled('account', 1),
    'Too Many Requests',
    "Lower the rate of this app's senders if this repeats.",
  ),
  answer(
    'internal server error. please try again later and if issue still persist than contact gupshup dev support',
    unavailable(),
    'Internal server error',
    'Wait for the next attempt, and contact Gupshup if it keeps failing.',
  ),
  callback(
    '470',
    rejected('caller'),
    'Re-engagement message',
    'Send a template instead, because more than 24 hours have passed since the recipient last wrote.',
  ),
  callback(
    '472',
    rejected('recipient'),
    "User's number is part of an experiment",
    'Do not send this marketing message again until the recipient has written to the sender.',
  ),
  callback(
    '500',
    unavailable(),
    'Internal Server Error',
    'Wait for the next attempt, and contact Gupshup if it keeps failing.',
  ),
  callback(
    '503',
    unavailable(),
    'Service Unavailable',
    'Wait for the next attempt, and contact Gupshup if it keeps failing.',
  ),
  callback(
    '1001',
    // Happens to apps that are not live, with recipients who have not written to the shared test number.
    unauthorized(),
    'Last Mapped Bot Failed',
    'Take the app live, or have the recipient write to it first.',
  ),
  callback(
    '1002',
    rejected('recipient'),
    'Number Not Exist On WhatsApp',
    'Ask the recipient for a number that is on WhatsApp.',
  ),
  callback(
    '1003',
    unauthorized('account'),
    'Wallet Balance Low',
    "Top up the app's wallet at Gupshup.",
  ),
  callback(
    '1004',
    // Replies within 24 hours still pass, so the account goes on.
    unauthorized(),
    'Template Disabled Failure',
    'Enable template messages for this app at Gupshup.',
  ),
  callback(
    '1005',
    rejected('caller'),
    'Template Match Failed',
    'Send an approved template, because the recipient has not written in the last 24 hours.',
  ),
  callback(
    '1006',
    rejected('recipient'),
    'Template Opt-in Failure',
    'Get the consent of the recipient, and record it at Gupshup.',
  ),
  callback(
    '1007',
    rejected('recipient'),
    'Template Opt-in Match Failure',
    'Get the consent of the recipient, and send an approved template.',
  ),
  callback(
    '1008',
    rejected('recipient'),
    'Neither Proxied Nor Opted-in',
    'Get the consent of the recipient, or wait until they write.',
  ),
  callback(
    '1009',
    invalid,
    'Required Parameter Missing',
    'Add the parameter that the reason names.',
  ),
  callback(
    '1010',
    invalid,
    'Invalid Media Url',
    'Correct the link of the file, so that anybody can fetch it.',
  ),
  callback('1011', invalid, 'Invalid Media Size', 'Send a smaller file.'),
  callback(
    '1012',
    rejected('recipient'),
    'Number Opted Out',
    'Send nothing to this person until they opt in again.',
  ),
  callback(
    '1013',
    rejected('recipient'),
    'User is not valid',
    'Ask the recipient for a number that is on WhatsApp.',
  ),
  callback(
    '4001',
    // Gupshup gives no length.
    throttled('account', 60),
    'API Rate Limited',
    "Lower the rate of this app's senders, and contact Gupshup if this repeats.",
  ),
  // Whether WhatsApp took the message is not known, so another attempt could send it twice.
  callback(
    '4002',
    unrecognized,
    'Invalid Response From WhatsApp',
    'Find out whether the message arrived before it is sent again, and contact Gupshup if this keeps happening.',
  ),
  callback(
    '4003',
    invalid,
    'No Template Match',
    'Send the text exactly as the template was approved.',
  ),
  callback(
    '4004',
    unsupported,
    'Only CAPI Feature',
    "Send another type of message, or have the app moved to Meta's Cloud API.",
  ),
  callback(
    '4005',
    // As Meta's 132015.
    throttled('template', 10_800, 'operator'),
    'Paused Template',
    'Improve the template, or wait until Meta unpauses it.',
  ),
];

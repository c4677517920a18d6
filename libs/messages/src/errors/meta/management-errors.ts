import type { ErrorEntry } from '../error-entry.js';
import { rowsOf } from '../rows.js';
import { invalid, unauthorized, unavailable } from '../verdict.js';

const WHATSAPP = 'https://developers.facebook.com/documentation/business-messaging/whatsapp';

const general = rowsOf(
  'meta',
  'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes',
);
const flows = rowsOf('meta', `${WHATSAPP}/flows/reference/error-codes`);
const blocking = rowsOf('meta', `${WHATSAPP}/block-users`);
const usernames = rowsOf('meta', `${WHATSAPP}/business-scoped-user-ids`);

/** Meta's codes about managing templates, flows, numbers and lists. No message waits for them, so none holds a scope up. */
export const MANAGEMENT_ERRORS: readonly ErrorEntry[] = [
  flows(
    '139000-139006',
    invalid,
    'Flow management',
    'Correct the flow or the request as the details say.',
  ),
  blocking(
    '139100',
    invalid,
    'Failed to block/unblock some users',
    'Look in the answer at which numbers failed, and why.',
  ),
  blocking(
    '139101',
    unauthorized(),
    'Blocklist limit reached',
    'Unblock some users first, because the list holds at most 64,000.',
  ),
  blocking(
    '139102',
    unavailable(),
    'Blocklist concurrent update',
    'Read the list again from the beginning, because it changed meanwhile.',
  ),
  blocking('139103', unavailable(), 'Internal error', 'Wait for the next attempt.'),
  usernames('147001', unauthorized(), 'Username not available', 'Ask for another username.'),
  usernames(
    '147002',
    unauthorized(),
    'Account not eligible to request a username',
    "Raise the business portfolio's messaging limit first.",
  ),
  usernames(
    '147003',
    unauthorized(),
    'FB Account not linked',
    'Link the number to the Facebook page that has this username.',
  ),
  usernames(
    '147004',
    unauthorized(),
    'IG Account not linked',
    'Link the number to the Instagram account that has this username.',
  ),
  usernames(
    '147005',
    unauthorized(),
    'Username transfer required',
    'Ask for a transfer, because another number of the portfolio has this username.',
  ),
  general(
    '200005',
    unauthorized(),
    'Template insights unavailable',
    'Do without template insights, because Meta does not offer them to this account yet.',
  ),
  general(
    '200006',
    unauthorized(),
    'Cannot disable template insights',
    'Leave template insights on, because they cannot be switched off again.',
  ),
  general(
    '200007',
    unauthorized(),
    'Template Insights not enabled',
    'Enable template insights for this business account first.',
  ),
  general(
    '1752041',
    unauthorized(),
    'Duplicate Request',
    'Do nothing, because a partner has already asked this business to be onboarded.',
  ),
  general(
    '2388000-2388999',
    invalid,
    'Template creation or phone migration',
    'Correct the request as the details say.',
  ),
  general(
    '2388019',
    unauthorized(),
    'Message Template Limit Exceeded',
    'Delete templates that are not needed before making new ones.',
  ),
  general(
    '2388039',
    invalid,
    "Message template status can't be changed",
    'Wait until Meta has approved or rejected the template before editing it.',
  ),
  general(
    '2388040',
    invalid,
    'Character limit exceeded',
    'Shorten the field that the details name.',
  ),
  general(
    '2388047',
    invalid,
    'Message header format is incorrect',
    "Correct the template's header as the details say.",
  ),
  general(
    '2388072',
    invalid,
    'Message body format is incorrect',
    "Correct the template's body as the details say.",
  ),
  general(
    '2388073',
    invalid,
    'Message footer format is incorrect',
    "Correct the template's footer as the details say.",
  ),
  general(
    '2388293',
    invalid,
    'Parameters words ratio exceeds limit',
    'Use fewer variables in the template, or more words.',
  ),
  general(
    '2388299',
    invalid,
    'Leading or trailing parameters not allowed',
    'Put words before the first and after the last variable of the template.',
  ),
  // The other codes of phone migration.
  ...['2388001', '2388012', '2388091', '2388093', '2388103'].map((code) =>
    general(
      code,
      unauthorized(),
      'Cannot migrate phone number',
      'Remove the obstacle to the migration of this number that the error message names.',
    ),
  ),
  general(
    '2494100',
    unavailable(60),
    'Account is in maintenance mode.',
    'Wait a few minutes for the maintenance of this number to end.',
  ),
  general(
    '2593100-2593199',
    unauthorized(),
    'Synchronization',
    'Offboard and onboard the business again, because its data cannot be synchronized any more.',
  ),
];

import type { ErrorEntry } from '../error-entry.js';
import { rowsOf } from '../rows.js';
import { invalid, limited, rejected, throttled, unauthorized, unavailable } from '../verdict.js';

const row = rowsOf(
  'meta',
  'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes',
);

/** Meta's codes about sending a template or a flow. */
export const TEMPLATE_ERRORS: readonly ErrorEntry[] = [
  row(
    '131063',
    unauthorized('template'),
    'Marketing templates disabled for Cloud API',
    'Allow marketing templates on the Cloud API for this business account, or use the marketing API.',
  ),
  row(
    '132000',
    invalid,
    'Template Param Count Mismatch',
    'Give exactly as many parameters as the template has variables.',
  ),
  row(
    '132001',
    invalid,
    'Template does not exist',
    'Correct the name and language of the template, or get it approved first.',
  ),
  row(
    '132005',
    invalid,
    'Template Hydrated Text Too Long',
    'Shorten the parameters, because the filled-in text is too long.',
  ),
  row(
    '132007',
    rejected('operator'),
    'Template Format Character Policy Violated',
    "Change the template so that it keeps to WhatsApp's policies.",
  ),
  row(
    '132008',
    invalid,
    'Template parameter value is not valid',
    'Correct the parameter value that the details name.',
  ),
  row(
    '132012',
    invalid,
    'Template Parameter Format Mismatch',
    'Give the parameters in the format that the template defines.',
  ),
  row(
    '132015',
    // The first pause lasts 3 hours, the second 6; the third time the template is disabled (132016).
    throttled('template', 10_800, 'operator'),
    'Template is Paused',
    'Improve the template, or wait until Meta unpauses it, and expect it to be disabled the third time.',
  ),
  row(
    '132016',
    rejected('operator'),
    'Template is Disabled',
    'Make a new template with other content, because this one is disabled for good.',
  ),
  row(
    '132018',
    invalid,
    'Template validation error',
    'Correct the template parameters that the details name.',
  ),
  row('132068', rejected('operator'), 'Flow is blocked', 'Correct the flow in WhatsApp Manager.'),
  row(
    '132069',
    // A throttled flow may be sent 10 times in an hour; no scope of ours is as narrow as a flow.
    limited(3600, 'operator'),
    'Flow is throttled',
    'Correct the flow in WhatsApp Manager, because Meta lets it out only 10 times in an hour.',
  ),
  row(
    '134100',
    invalid,
    'Only marketing messages supported',
    'Send a marketing template, or use the ordinary messages API.',
  ),
  row(
    '134101',
    unavailable(600),
    'Your template is still syncing',
    'Wait up to ten minutes for Meta to make the new template ready.',
  ),
  row(
    '134102',
    // Comes with HTTP 500, yet no retry helps.
    unauthorized('template'),
    'Template unavailable for use',
    'Check that the business account is onboarded for the marketing API, and ask Meta if it is.',
  ),
];

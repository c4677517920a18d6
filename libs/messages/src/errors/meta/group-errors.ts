import type { ErrorEntry } from '../error-entry.js';
import { rowsOf } from '../rows.js';
import { invalid, rejected, throttled, unauthorized, unsupported } from '../verdict.js';

const row = rowsOf(
  'meta',
  'https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/error-codes',
);

/** Meta's codes about groups. They concern one group or one request, so only the rate limit holds anything up. */
export const GROUP_ERRORS: readonly ErrorEntry[] = [
  row(
    '130501',
    unsupported,
    'Message type is not supported for groups',
    'Send a text, a media message, or a template made of them to the group.',
  ),
  row('131020', invalid, 'Invalid Group', 'Wait until the group has more than one member.'),
  row(
    '131041',
    invalid,
    'Unknown Group',
    'Correct the group id, or have the sender join that group.',
  ),
  row('131059', invalid, 'Invalid Cursor', 'Start paging again from the beginning.'),
  row(
    '131201',
    invalid,
    'Request partially succeeded',
    'Look in the answer at what became of each participant.',
  ),
  row('131202', invalid, 'Duplicate Participant', 'Name each participant once.'),
  row(
    '131203',
    rejected('recipient'),
    'Unable to add participant to group',
    "Ask the person to accept WhatsApp's current terms of service.",
  ),
  row(
    '131204',
    invalid,
    'Participant overlimit',
    'Name fewer participants, because the group would become too large.',
  ),
  row(
    '131207',
    rejected('operator'),
    'Group suspended',
    "See in WhatsApp Manager how the group violates Meta's policies.",
  ),
  row(
    '131208',
    throttled('sender', 60),
    'Group Rate Limit Hit',
    'Make fewer group operations from this number.',
  ),
  row(
    '131209',
    invalid,
    'Invalid Group Profile Picture Aspect Ratio',
    'Send a picture that is as wide as it is high.',
  ),
  row(
    '131210',
    invalid,
    'Image is Too Small to Process',
    'Send a picture of more than 192 pixels in width and height.',
  ),
  row(
    '131211',
    invalid,
    'Group create limit reached',
    'Delete a group before making another with this number.',
  ),
  row(
    '131212',
    invalid,
    'Participant is not a part of the group.',
    'Name somebody who is in the group.',
  ),
  row(
    '131213',
    invalid,
    'Group join request does not exist.',
    'Read the join requests of the group again, because this one is gone.',
  ),
  row(
    '131214',
    unauthorized(),
    'Group creation is temporarily disabled',
    'Send less marketing from this account, and make groups again in a week.',
  ),
  row(
    '131215',
    unauthorized(),
    'This phone number is not eligible to access Groups APIs',
    'Use a number that is eligible for groups, such as one of an official business account.',
  ),
];

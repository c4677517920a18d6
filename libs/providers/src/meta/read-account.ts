import { canonicalJson } from 'waypost/messages';
import type { AccountItem, CallbackItem } from '../callback-item.js';
import type { JsonObject } from '../http/vendor-reply.js';
import { itemId } from '../item-id.js';
import { asObject, asText } from '../json.js';
import { at, unknownItem, type Around, type EntryFacts } from './items.js';
import type { MetaAccountValue, MetaError, MetaMetadata } from './meta.wire.js';
import { asPhone } from './whatsapp-user.js';

type AccountValue = MetaAccountValue & JsonObject;

interface AccountField {
  readonly change: (value: AccountValue) => string;
  /** What is worth a person's look, in the order in which it is told. */
  readonly detail: (value: AccountValue) => readonly unknown[];
}

const FIELDS: ReadonlyMap<string, AccountField> = new Map([
  [
    'phone_number_quality_update',
    {
      change: ({ event }) => QUALITY_EVENTS.get(asText(event) ?? '') ?? 'tier',
      detail: (value) => [
        value.event,
        value.current_limit ?? value.max_daily_conversations_per_business,
      ],
    },
  ],
  [
    'phone_number_name_update',
    { change: () => 'name', detail: (value) => [value.decision, value.rejection_reason] },
  ],
  [
    'business_capability_update',
    {
      change: () => 'capability',
      detail: (value) => [
        value.max_daily_conversations_per_business ?? value.max_daily_conversation_per_phone,
      ],
    },
  ],
  [
    'account_update',
    {
      change: () => 'account',
      detail: (value) => [
        value.event,
        asObject(value.ban_info)?.waba_ban_state,
        asObject(value.violation_info)?.violation_type,
      ],
    },
  ],
  ['account_review_update', { change: () => 'review', detail: (value) => [value.decision] }],
  [
    'account_alerts',
    {
      change: () => 'alert',
      detail: ({ alert_info }) => [
        asObject(alert_info)?.alert_type,
        asObject(alert_info)?.alert_severity,
        asObject(alert_info)?.alert_status,
      ],
    },
  ],
  ['security', { change: () => 'security', detail: (value) => [value.event] }],
]);

// Events of `phone_number_quality_update` that are not about how many users may be messaged.
const QUALITY_EVENTS: ReadonlyMap<string, string> = new Map([
  ['FLAGGED', 'quality'],
  ['UNFLAGGED', 'quality'],
  ['THROUGHPUT_UPGRADE', 'throughput'],
]);

/** Whether a field of this name is about the number or its account. */
export function isAccountField(field: string): boolean {
  return FIELDS.has(field);
}

/** A change of the number or its account; `detail` holds Meta's own words, joined by commas. */
export function readAccount(
  field: string,
  value: AccountValue,
  entry: EntryFacts,
  raw: unknown,
): AccountItem {
  const known = FIELDS.get(field);
  const change = known?.change(value) ?? field;
  const detail = joined(known?.detail(value) ?? []);
  const phone = asPhone(value.display_phone_number);
  return {
    kind: 'account',
    id: itemId(
      'account',
      field,
      asText(entry.time),
      asText(entry.account),
      asText(value.entity_id),
      phone,
      detail,
    ),
    ...at(entry.time),
    change,
    ...(phone ? { phone } : {}),
    ...(detail ? { detail } : {}),
    raw,
  };
}

/** One of the `errors` that stand beside messages and statuses and belong to none of them. */
export function readErrorNotice(raw: unknown, around: Around): CallbackItem {
  const error: MetaError | undefined = asObject(raw);
  if (!error) return unknownItem('An error is not an object.', { raw });
  const metadata: MetaMetadata | undefined = asObject(around.metadata);
  const phone = asPhone(metadata?.display_phone_number);
  const detail = joined([error.code, error.title ?? error.message]);
  return {
    kind: 'account',
    // An error has neither id nor time: all that is said makes the fact.
    id: itemId('account', 'error', asText(metadata?.phone_number_id), canonicalJson(raw)),
    change: 'error',
    ...(phone ? { phone } : {}),
    ...(detail ? { detail } : {}),
    raw,
  };
}

function joined(words: readonly unknown[]): string {
  return words
    .map(asText)
    .filter((word) => word !== undefined)
    .join(', ');
}

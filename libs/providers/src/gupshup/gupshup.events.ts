import type { CallbackItem } from '../callback-item.js';
import type { JsonObject } from '../http/vendor-reply.js';
import { itemId } from '../item-id.js';
import { asObject, asText } from '../json.js';
import { at, ignoredItem, quoted, unknownItem, type Part } from '../meta/items.js';
import { gupshupIds } from './gupshup.dialect.js';
import type { GupshupBilling, GupshupDeductions, GupshupReferences } from './gupshup.wire.js';

type EventReader = (value: JsonObject, part: Part) => CallbackItem;

/** The fields that Gupshup fills itself and Meta does not know. */
export const GUPSHUP_EVENTS: ReadonlyMap<string, EventReader> = new Map([
  ['billing-event', readBilling],
  ['platform-event', readPlatformEvent],
]);

/**
 * A bill: for a message, a conversation or a call; up to an hour late.
 * @see https://partner-docs.gupshup.io/docs/v3-billing-events
 */
function readBilling(value: JsonObject, part: Part): CallbackItem {
  const billing: GupshupBilling = asObject(value.billing) ?? {};
  const deductions: GupshupDeductions | undefined = asObject(billing.deductions);
  const references: GupshupReferences = asObject(billing.references) ?? {};
  const ids = gupshupIds(references);
  const conversation = asText(references.conversation_id);
  if (!deductions || (ids.providerIds.length === 0 && conversation === undefined)) {
    return unknownItem('A bill does not say what was billed.', part);
  }
  const billable = readBoolean(deductions.billable);
  const category = asText(deductions.category) ?? asText(deductions.conversation_type);
  const model = asText(deductions.model);
  const time = part.time ?? references.start_time;
  return {
    kind: 'billing',
    id: itemId(
      'billing',
      model,
      category,
      asText(deductions.source),
      asText(deductions.type),
      billable === undefined ? undefined : String(billable),
      asText(time),
      conversation,
      ...ids.providerIds,
    ),
    ...at(time),
    ids,
    ...(billable === undefined ? {} : { billable }),
    ...(category ? { category } : {}),
    ...(model ? { model } : {}),
    raw: part.raw,
  };
}

// Written as text in some of the samples.
function readBoolean(value: unknown): boolean | undefined {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : undefined;
}

/**
 * A periodic check that the callback address answers.
 * @see https://partner-docs.gupshup.io/docs/platform-events-1
 */
function readPlatformEvent({ type }: JsonObject, part: Part): CallbackItem {
  return type === 'connectivity-check'
    ? ignoredItem('connectivity-check', part)
    : unknownItem(`A platform event has a type ${quoted(type)} that is not known.`, part);
}

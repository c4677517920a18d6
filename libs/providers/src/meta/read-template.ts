import type { CallbackItem } from '../callback-item.js';
import type { JsonObject } from '../http/vendor-reply.js';
import { itemId } from '../item-id.js';
import { asObject, asText } from '../json.js';
import { at, unknownItem, type EntryFacts } from './items.js';
import type { MetaDialect } from './meta-dialect.js';
import type { MetaTemplateValue } from './meta.wire.js';

type TemplateValue = MetaTemplateValue & JsonObject;

interface TemplateChange {
  readonly change: string;
  readonly category?: string;
  readonly reason?: string;
}

const FIELDS: ReadonlyMap<string, (value: TemplateValue) => TemplateChange | undefined> = new Map([
  ['message_template_status_update', readEvent],
  ['message_template_quality_update', readQuality],
  ['message_template_components_update', () => ({ change: 'components' })],
  ['template_category_update', readCategory],
]);

/** Whether a field of this name is about a template. */
export function isTemplateField(field: string): boolean {
  return FIELDS.has(field);
}

/**
 * A change of a template. Where Meta only announces that a category will be corrected, the change is
 * `category_alert` and the category is the coming one.
 */
export function readTemplate(
  field: string,
  value: TemplateValue,
  dialect: MetaDialect,
  entry: EntryFacts,
  raw: unknown,
): CallbackItem {
  const read = FIELDS.get(field)?.(value);
  const ids = [dialect.templateId?.(value), value.message_template_id].map(asText);
  const templateIds = [...new Set(ids.filter((id) => id !== undefined))];
  const name = asText(value.message_template_name);
  const language = asText(value.message_template_language);
  if (!read || (templateIds.length === 0 && name === undefined)) {
    return unknownItem('A change of a template does not say what changed, or of which template.', {
      raw,
      time: entry.time,
    });
  }
  const { change, category, reason } = read;
  const time = entry.time ?? value.category_update_timestamp;
  return {
    kind: 'template',
    id: itemId(
      'template',
      change,
      asText(time),
      asText(entry.account),
      name,
      language,
      category,
      ...templateIds,
    ),
    ...at(time),
    change,
    ...(name ? { name } : {}),
    ...(language ? { language } : {}),
    templateIds,
    ...(category ? { category } : {}),
    ...(reason ? { reason } : {}),
    raw,
  };
}

function readEvent(value: TemplateValue): TemplateChange | undefined {
  const change = asText(value.event)?.toLowerCase();
  if (change === undefined) return undefined;
  const reasons = [
    value.reason,
    asObject(value.rejection_info)?.reason,
    asObject(value.other_info)?.title,
  ];
  const reason = reasons.map(asText).find((text) => text !== undefined && text !== 'NONE');
  return { change, category: asText(value.message_template_category), reason };
}

function readQuality(value: TemplateValue): TemplateChange {
  return { change: 'quality', reason: asText(value.new_quality_score) };
}

function readCategory(value: TemplateValue): TemplateChange {
  const correct = asText(value.correct_category);
  return correct === undefined
    ? { change: 'category', category: asText(value.new_category) }
    : { change: 'category_alert', category: correct };
}

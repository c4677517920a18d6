import { isJson, isPhone, type Json } from '../fields.js';

const MEDIA = ['image', 'video', 'audio', 'document', 'sticker'];

const INTERACTIVE = [
  'button',
  'list',
  'cta_url',
  'flow',
  'product',
  'product_list',
  'catalog_message',
  'location_request_message',
  'address_message',
  'order_details',
  'order_status',
  'voice_call',
  'call_permission_request',
  'request_contact_info',
  'carousel',
];

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isCoordinate = (value: unknown): boolean =>
  typeof value === 'number' || (isText(value) && Number.isFinite(Number(value)));

const mediaFlaw = (media: Json, type: string): string | undefined => {
  const id = media.id !== undefined;
  const link = media.link !== undefined;
  if (id === link) return `${type} needs exactly one of id and link`;
  return isText(id ? media.id : media.link) ? undefined : `${type}'s id or link must be a text`;
};

const interactiveFlaw = ({ type, action }: Json): string | undefined => {
  if (!INTERACTIVE.some((known) => known === type)) return 'interactive.type is not a known one';
  return isJson(action) ? undefined : 'interactive.action is missing';
};

const templateFlaw = ({ name, language, components }: Json): string | undefined => {
  if (!isText(name)) return 'template.name is missing';
  if (!isJson(language) || !isText(language.code)) return 'template.language.code is missing';
  const sound = components === undefined || Array.isArray(components);
  return sound ? undefined : 'template.components must be a list';
};

const objectFlaw = (type: string, content: Json): string | undefined => {
  if (MEDIA.includes(type)) return mediaFlaw(content, type);
  if (type === 'text') return isText(content.body) ? undefined : 'text.body is missing';
  if (type === 'interactive') return interactiveFlaw(content);
  if (type === 'template') return templateFlaw(content);
  if (type === 'reaction') {
    return isText(content.message_id) ? undefined : 'reaction.message_id is missing';
  }
  const placed = isCoordinate(content.latitude) && isCoordinate(content.longitude);
  return placed ? undefined : 'location needs latitude and longitude';
};

const OBJECT_TYPES = [...MEDIA, 'text', 'interactive', 'template', 'reaction', 'location'];

/** What is wrong with the object that a type names, or undefined. */
const contentFlaw = (type: string, content: unknown): string | undefined => {
  if (type === 'contacts') {
    return Array.isArray(content) && content.length > 0 ? undefined : 'contacts is missing';
  }
  if (!OBJECT_TYPES.includes(type)) return `type "${type}" is not a known one`;
  return isJson(content) ? objectFlaw(type, content) : `the ${type} object is missing`;
};

/** A read receipt, with or without a typing indicator: a status instead of a type. */
export const isReceipt = (message: Json): boolean =>
  message.status === 'read' && isText(message.message_id) && message.type === undefined;

/** The first thing wrong with Meta's message object, in words, or undefined. The recipient is the vendor's affair. */
export const messageFlaw = (message: Json, type: string): string | undefined => {
  if (message.messaging_product !== 'whatsapp') return 'messaging_product must be "whatsapp"';
  const { recipient_type: kind = 'individual', context } = message;
  if (kind !== 'individual') return 'recipient_type must be "individual"';
  if (context !== undefined && !(isJson(context) && isText(context.message_id))) {
    return 'context.message_id is missing';
  }
  return contentFlaw(type, message[type]);
};

/** What is wrong with a recipient's number, or undefined. */
export const recipientFlaw = (to: unknown): string | undefined =>
  typeof to === 'string' && isPhone(to) ? undefined : 'to must be a phone number';

/** The pricing category Meta would bill. */
export const categoryOf = (type: string): string => (type === 'template' ? 'marketing' : 'service');

import { isJson, type Json } from '../fields.js';

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const object = (value: unknown): Json => (isJson(value) ? value : {});

const firstOf = (value: unknown): Json | undefined => {
  const [first] = Array.isArray(value) ? (value as unknown[]) : [];
  return isJson(first) ? first : undefined;
};

const statusVariables = (payload: Json, status: Json): Record<string, string> => {
  const extra = object(payload.extra_info);
  const error = firstOf(status.errors) ?? {};
  const variables = {
    message_id: text(payload.message_id),
    status: text(payload.status),
    code: text(payload.code) || text(error.code),
    reason: text(payload.reason) || text(error.title),
    timestamp: text(status.timestamp),
    recipient_id: text(status.recipient_id),
    ref: text(extra.ref),
    ref1: text(extra.ref1),
    ref2: text(extra.ref2),
    trace_id: text(extra.trace_id),
    waba_id: text(extra.waba_id),
  };
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
};

/** The text a user sent, whatever it was sent with. */
const bodyOf = (message: Json): string => {
  const content = object(message[text(message.type)]);
  const reply = object(content[text(content.type)]);
  return (
    text(content.body) ||
    text(content.caption) ||
    text(content.text) ||
    text(content.emoji) ||
    text(reply.title) ||
    text(reply.body)
  );
};

/**
 * The variables of a profile for incoming messages; one that the message does not have is empty.
 * https://developers.kaleyra.io/docs/create-callback-profile-for-incoming-whatsapp-messages (November 2026)
 */
const inboundVariables = (payload: Json, value: Json, message: Json): Record<string, string> => {
  const extra = object(payload.extra_info);
  const contact = firstOf(value.contacts) ?? {};
  const content = message[text(message.type)];
  return {
    body: bodyOf(message),
    mime_type: text(object(content).mime_type),
    media_url: text(extra.media_url),
    from: text(message.from),
    name: text(object(contact.profile).name),
    type: text(message.type),
    created_at: text(message.timestamp),
    reply_to: text(extra.reply_to),
    wanumber: text(object(value.metadata).display_phone_number),
    mobile: text(message.from),
    message: JSON.stringify(content ?? {}),
    contacts: JSON.stringify(value.contacts ?? []),
    location: message.type === 'location' ? JSON.stringify(content) : '',
  };
};

/** A callback's payload as the flat variables that a GET profile carries. */
export const kaleyraVariables = (payload: Json): Record<string, string> => {
  const value = object(object(payload.meta_object).value);
  const message = firstOf(value.messages);
  return message === undefined
    ? statusVariables(payload, firstOf(value.statuses) ?? {})
    : inboundVariables(payload, value, message);
};

import type { BusinessNumber } from '../account-book.js';
import { metaContact, metaMessage, type InboundMessage } from '../callbacks/inbound.js';
import type { CallbackRegistration } from '../callbacks/registration.js';
import type { Json } from '../fields.js';
import { conversation, isBillable, metaErrors, seconds } from '../meta/statuses.js';
import type { AcceptedMessage, StatusNews } from '../vendor.js';

/** One of Meta's changes, not Meta's whole envelope. */
const metaObject = (number: BusinessNumber, value: Json): Json => ({
  field: 'messages',
  value: {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: number.digits, phone_number_id: number.phoneNumberId },
    ...value,
  },
});

const idFor = (message: AcceptedMessage, { idStyle }: CallbackRegistration): string =>
  idStyle === 'message-id' ? message.id : message.wamid;

const tracking = { enable_url_tracking_body: false, enable_url_tracking_button: false };

/**
 * What Kaleyra tells in its own name, without Meta's part: that a message was not sent, or that Meta took it.
 * https://developers.kaleyra.io/docs/wa-status-update-webhooks-payload-v2-daily-limit-reached (November 2026)
 */
const ownStatus = (
  message: AcceptedMessage,
  { status, failure }: StatusNews,
  registration: CallbackRegistration,
): Json => {
  const id = idFor(message, registration);
  return {
    ...(failure?.code === undefined ? {} : { code: String(failure.code) }),
    status: failure?.spelling ?? status,
    ...(failure?.reason === undefined ? {} : { reason: failure.reason }),
    message_id: id,
    extra_info: {
      message_id: id,
      waba_id: message.number.wabaId,
      ...tracking,
      ...message.echo,
    },
  };
};

const pricing = (message: AcceptedMessage): Json => ({
  billable: isBillable(message),
  pricing_model: 'Conversation-Based Pricing',
  category: message.category,
});

/**
 * One status as Kaleyra tells it.
 * https://developers.kaleyra.io/docs/wa-status-update-webhooks-payload-v2-sent (November 2026)
 */
export const kaleyraStatus = (
  message: AcceptedMessage,
  news: StatusNews,
  registration: CallbackRegistration,
): Json => {
  const { status, at, failure } = news;
  if (status === 'not sent' || status === 'submit success') {
    return ownStatus(message, news, registration);
  }
  const id = idFor(message, registration);
  const priced = status === 'sent' || status === 'delivered';
  const metaStatus = {
    id: message.wamid,
    status,
    timestamp: seconds(at),
    recipient_id: message.to,
    ...conversation(message, status, at),
    ...(priced ? { pricing: pricing(message) } : {}),
    ...(failure === undefined ? {} : metaErrors(failure)),
  };
  return {
    meta_object: metaObject(message.number, { statuses: [metaStatus] }),
    extra_info: {
      trace_id: message.traceId,
      message_id: id,
      waba_id: message.number.wabaId,
      ...tracking,
      ...message.echo,
    },
    status,
    message_id: id,
  };
};

/** A callback with a field and a status that nobody has heard of. */
export const kaleyraUnknown = (message: AcceptedMessage): Json => ({
  meta_object: {
    field: 'sandbox_future_event',
    value: { sandbox_future_event: { kind: 'unheard-of' } },
  },
  extra_info: { trace_id: message.traceId, waba_id: message.number.wabaId, ...message.echo },
  status: 'unheard-of',
  message_id: message.wamid,
});

/** A user's message as Kaleyra passes it on: Meta's, with the media's link and the answered message's references beside it. */
export const kaleyraInbound = (message: InboundMessage): Json => {
  const { context, number, mediaUrl = '' } = message;
  const quoted = context?.message;
  const quote = context && { from: number.digits, id: context.wamid };
  const { ref = '', ref1 = '', ref2 = '' } = quoted?.echo ?? {};
  return {
    meta_object: metaObject(number, {
      contacts: [metaContact(message)],
      messages: [metaMessage(message, quote)],
    }),
    extra_info: {
      media_url: mediaUrl,
      ref,
      ref1,
      ref2,
      reply_to: quoted?.id ?? '',
      trace_id: message.traceId,
      waba_id: number.wabaId,
    },
  };
};

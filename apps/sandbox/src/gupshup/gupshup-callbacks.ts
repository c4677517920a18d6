import type { BusinessNumber } from '../account-book.js';
import type { CallbackRegistration } from '../callbacks/registration.js';
import { metaContact, metaMessage, type InboundMessage } from '../callbacks/inbound.js';
import type { Json } from '../fields.js';
import { conversation, isBillable, metaErrors, seconds } from '../meta/statuses.js';
import type { AcceptedMessage, Failure, StatusNews } from '../vendor.js';

const envelope = (appId: string, entry: readonly Json[]): Json => ({
  object: 'whatsapp_business_account',
  gs_app_id: appId,
  entry,
});

/** Events that Gupshup makes itself name neither the WABA nor the number. */
const ownEvent = (appId: string, field: string, value: Json): Json =>
  envelope(appId, [{ changes: [{ field, value }] }]);

const metaEvent = (appId: string, number: BusinessNumber, value: Json): Json =>
  envelope(appId, [
    {
      id: number.wabaId,
      changes: [
        {
          field: 'messages',
          value: {
            messaging_product: 'whatsapp',
            metadata: {
              display_phone_number: number.digits,
              phone_number_id: number.phoneNumberId,
            },
            ...value,
          },
        },
      ],
    },
  ]);

const ownStatus = (appId: string, status: Json): Json =>
  ownEvent(appId, 'messages', { messaging_product: 'whatsapp', statuses: [status] });

/** What an address gets when it is subscribed: a status of no message. */
export const setCallbackProbe = (appId: string): Json => ownStatus(appId, { type: 'set-callback' });

const pricing = (message: AcceptedMessage): Json => ({
  billable: isBillable(message),
  category: message.category,
  pricing_model: 'PMP',
  type: isBillable(message) ? 'regular' : 'free_customer_service',
});

const billing = (message: AcceptedMessage): Json =>
  ownEvent(message.account, 'billing-event', {
    billing: {
      deductions: {
        billable: true,
        model: 'PMP',
        source: 'whatsapp',
        type: 'regular',
        category: message.category,
      },
      references: { destination: message.to, gs_id: message.id, id: message.traceId },
    },
  });

/** Gupshup's own failures carry `code` and `reason` on the status; Meta's come in `errors`. */
const failed = (message: AcceptedMessage, base: Json, failure: Failure): Json =>
  failure.shape === 'vendor'
    ? ownStatus(message.account, { ...base, code: String(failure.code), reason: failure.reason })
    : metaEvent(message.account, message.number, {
        statuses: [{ ...metaErrors(failure), ...base }],
      });

/**
 * One status as Gupshup tells it. The ids: `gs_id` is the answer's id; `id` is the wamid on enqueued and failed, and
 * on the others an id of its own beside `meta_msg_id` (2026), or the wamid (older subscriptions).
 * https://partner-docs.gupshup.io/docs/passthrough-v3-incoming-events (November 2026)
 */
export const gupshupStatus = (
  message: AcceptedMessage,
  news: StatusNews,
  { idStyle }: CallbackRegistration,
): Json => {
  const { status, at, failure, omitGsId } = news;
  if (status === 'billing') return billing(message);
  const gsId = omitGsId === true ? {} : { gs_id: message.id };
  const about = { recipient_id: message.to, status };
  if (status === 'enqueued') {
    return ownStatus(message.account, {
      ...gsId,
      id: message.wamid,
      ...about,
      timestamp: Math.floor(at),
    });
  }
  const base = { ...gsId, id: message.wamid, ...about, timestamp: seconds(at) };
  if (failure !== undefined) return failed(message, base, failure);
  const ids = idStyle === 'wamid' ? {} : { id: message.traceId, meta_msg_id: message.wamid };
  return metaEvent(message.account, message.number, {
    statuses: [
      {
        ...base,
        ...ids,
        ...conversation(message, status, at),
        ...(status === 'read' ? {} : { pricing: pricing(message) }),
      },
    ],
  });
};

/** A callback of a field and a status that nobody has heard of. */
export const gupshupUnknown = (message: AcceptedMessage): Json =>
  ownEvent(message.account, 'sandbox-future-event', {
    messaging_product: 'whatsapp',
    sandbox_future_event: { gs_id: message.id, kind: 'unheard-of' },
  });

/** A user's message as Gupshup passes it on: Meta's, with a link in media and two more ids in a quote. */
export const gupshupInbound = (message: InboundMessage): Json => {
  const { context, content, mediaUrl: url } = message;
  const quoted = context?.message;
  const quote = context && {
    from: message.number.digits,
    id: context.wamid,
    ...(quoted === undefined ? {} : { gs_id: quoted.id }),
    meta_msg_id: context.wamid,
  };
  const whole =
    url === undefined ? message : { ...message, content: { ...(content as Json), url } };
  return metaEvent(message.account, message.number, {
    contacts: [metaContact(message)],
    messages: [metaMessage(whole, quote)],
  });
};

import type { Message } from 'waypost/messages';
import type { JsonObject } from '../http/vendor-reply.js';

/**
 * The body that carries the message: Meta's object as it is, but with `to` in digits alone, as Gupshup's samples
 * have it. `reference` is carried where the caller left its field free.
 * @see https://partner-docs.gupshup.io/docs/whatsapp-passthrough-apis-for-partners
 */
export function gupshupBody(message: Message, reference?: string): JsonObject {
  const { messaging_product, recipient_type, biz_opaque_callback_data, to, ...rest } = message;
  const data = biz_opaque_callback_data ?? reference;
  return {
    messaging_product: messaging_product ?? 'whatsapp',
    recipient_type: recipient_type ?? 'individual',
    ...(data !== undefined && { biz_opaque_callback_data: data }),
    ...(typeof to === 'string' && { to: digits(to) }),
    ...rest,
  };
}

/**
 * The value of the `Authorization` header: the token as it is, but a JSON Web Token, as Universal App Tokens are,
 * with `Bearer`.
 * @see https://partner-docs.gupshup.io/docs/partner-authentication-guide-universal-tokens-ut-overview
 */
export function authorization(token: string): string {
  return /^eyJ[\w-]*\.[\w-]+\.[\w-]+$/.test(token) ? `Bearer ${token}` : token;
}

/** Anything that is no phone number, such as the id of a group, goes as it came. */
function digits(to: string): string {
  const compact = to.replace(/[\s()-]/g, '').replace(/^\+/, '');
  return /^\d+$/.test(compact) ? compact : to;
}

import type { Message } from 'waypost/messages';
import { encodeJson } from '../http/encode-json.js';
import type { JsonObject } from '../http/vendor-reply.js';
import { asObject } from '../json.js';

/** What a flow is given is the caller's own JSON, in which null may mean something. */
const CALLERS_OWN: ReadonlySet<string> = new Set(['data', 'flow_action_data']);

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

/**
 * The body as JSON, without keys that are null, which mean the same as none and which Gupshup is known to refuse.
 * @throws ProviderError `invalid` where JSON cannot hold the message
 */
export function encodeWithoutNulls(body: unknown): string {
  const json = encodeJson(body);
  // Hardly any message has one, so looking comes before copying.
  return json.includes(':null') ? JSON.stringify(cleaned(JSON.parse(json))) : json;
}

function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleaned);
  const object = asObject(value);
  if (!object) return value;
  return Object.fromEntries(
    Object.entries(object)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, CALLERS_OWN.has(key) ? member : cleaned(member)]),
  );
}

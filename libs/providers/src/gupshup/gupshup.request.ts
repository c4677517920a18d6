import type { Message } from 'waypost/messages';
import type { JsonObject } from '../http/vendor-reply.js';
import { asObject } from '../json.js';

/** What a flow is given is the caller's own JSON, in which null may mean something. */
const CALLERS_OWN: ReadonlySet<string> = new Set(['data', 'flow_action_data']);

/**
 * The body that carries the message: Meta's object as it is, but with `to` in digits alone, as Gupshup's samples
 * have it, and without keys that are null, which mean the same as none and which Gupshup is known to refuse.
 * `reference` is carried where the caller left its field free.
 * @see https://partner-docs.gupshup.io/docs/whatsapp-passthrough-apis-for-partners
 */
export function gupshupBody(message: Message, reference?: string): JsonObject {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...(reference === undefined ? {} : { biz_opaque_callback_data: reference }),
    ...withoutNulls({ ...message }),
    ...(typeof message.to === 'string' ? { to: digits(message.to) } : {}),
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

function withoutNulls(object: JsonObject): JsonObject {
  const present = Object.entries(object).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  return Object.fromEntries(
    present.map(([key, value]) => [key, CALLERS_OWN.has(key) ? value : cleaned(value)]),
  );
}

function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleaned);
  const object = asObject(value);
  return object ? withoutNulls(object) : value;
}

import type { Message } from 'waypost/messages';
import type { JsonObject } from '../http/vendor-reply.js';
import { asObject } from '../json.js';

/** What a flow is given is the caller's own JSON, in which null may mean something. */
const CALLERS_OWN: ReadonlySet<string> = new Set(['data', 'flow_action_data']);

// No message of Meta's is nested so deeply. What contains itself is left for the encoder to refuse.
const MAX_DEPTH = 64;

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
    ...(reference !== undefined && { biz_opaque_callback_data: reference }),
    ...withoutNulls(message),
    ...(typeof message.to === 'string' && { to: digits(message.to) }),
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

// Hardly any message has one, so looking comes before copying.
function withoutNulls(message: Message): object {
  return hasNull(message, 0) ? cleaned({ ...message }, 0) : message;
}

function hasNull(value: unknown, depth: number): boolean {
  if (value === null) return true;
  if (typeof value !== 'object' || depth > MAX_DEPTH) return false;
  for (const [key, member] of Object.entries(value)) {
    if (!CALLERS_OWN.has(key) && hasNull(member, depth + 1)) return true;
  }
  return false;
}

function cleaned(object: JsonObject, depth: number): JsonObject {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, CALLERS_OWN.has(key) ? value : cleanedValue(value, depth + 1)]),
  );
}

function cleanedValue(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) return value.map((member) => cleanedValue(member, depth + 1));
  const object = asObject(value);
  return object ? cleaned(object, depth) : value;
}

import type { Message } from 'waypost/messages';

/**
 * The body that carries the message: Meta's object as it is, but with `to` in digits alone, as every sample of
 * Gupshup's has it. `reference` is carried where the caller left its field free.
 * @see https://partner-docs.gupshup.io/docs/whatsapp-passthrough-apis-for-partners
 */
export function gupshupBody(
  message: Message & { readonly biz_opaque_callback_data?: unknown },
  reference?: string,
): Readonly<Record<string, unknown>> {
  const isFree = reference !== undefined && isUnset(message.biz_opaque_callback_data);
  // An envelope field that is null means the same as none, and must not hide a default.
  const given = Object.entries(message).filter(([, value]) => !isUnset(value));
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...Object.fromEntries(given),
    ...(typeof message.to === 'string' ? { to: digits(message.to) } : {}),
    ...(isFree ? { biz_opaque_callback_data: reference } : {}),
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

function isUnset(value: unknown): boolean {
  return value === undefined || value === null;
}

import { isJson, type Json } from '../fields.js';

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** In a form, scalars are plain and objects are JSON texts. */
const fromForm = (body: string): Json | undefined => {
  const message: Json = {};
  for (const [name, value] of new URLSearchParams(body)) {
    if (!/^\s*[[{]/.test(value)) {
      message[name] = value;
      continue;
    }
    const object = parsed(value);
    if (object === undefined) return undefined;
    message[name] = object;
  }
  return message;
};

/**
 * The message of a v3 request, from JSON or from a form; undefined where it is neither.
 * https://partner-docs.gupshup.io/docs/whatsapp-passthrough-apis-for-partners (November 2026)
 */
export const gupshupBody = (contentType: string | undefined, body: string): Json | undefined => {
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType ?? '')) return fromForm(body);
  const value = parsed(body);
  return isJson(value) ? value : undefined;
};

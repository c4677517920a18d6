import { encodeJson } from '../http/encode-json.js';
import { asObject } from '../json.js';

/** What a flow is given is the caller's own JSON, in which null may mean something. */
const CALLERS_OWN: ReadonlySet<string> = new Set(['data', 'flow_action_data']);

/**
 * The body as JSON, without keys that are null, which mean the same as none in Meta's message object and which
 * Gupshup is known to refuse.
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

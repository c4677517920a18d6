import type { JsonObject } from '../http/vendor-reply.js';
import { asObject } from '../json.js';
import { parseJson } from '../parse-json.js';
import type { Callback } from '../provider.js';

// A string, kept, or a comma before a closing bracket, dropped; so a comma inside of text stays. A string that does not
// end goes to the end of the text, for looking for its end again from each quotation mark in it would take for ever.
const STRING_OR_TRAILING_COMMA = /("(?:[^"\\]+|\\[^])*"?)|,(?=\s*[}\]])/g;

/**
 * What a callback says: the query of a GET, the JSON of a POST, or its text where that is no JSON. A comma before a
 * closing bracket is forgiven, because the vendor's own samples have it
 * (https://developers.kaleyra.io/docs/wa-status-update-webhooks-payload-v2-sent).
 */
export function contentOf({ method, query, body }: Callback): unknown {
  if (method === 'GET' || body.length === 0) return unquoted(query);
  const content = parseJson(body);
  if (content !== undefined) return content;
  const text = Buffer.from(body).toString('utf8');
  const repaired = text.replace(
    STRING_OR_TRAILING_COMMA,
    (_match, string?: string) => string ?? '',
  );
  return parseJson(Buffer.from(repaired)) ?? text;
}

// One page's sample writes the names of a query in quotation marks (https://developers.kaleyra.io/docs/template-status-update).
function unquoted(query: Callback['query']): JsonObject {
  const entries = Object.entries(query);
  return Object.fromEntries(entries.map(([key, value]) => [key.replace(/^"(.*)"$/, '$1'), value]));
}

/** The fields that the callback profile filled in: an unfilled one is empty, or is still its own placeholder, `<name>`. */
export function filled(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(([key, value]) => value !== '' && value !== `<${key}>`),
  );
}

/** The value where it is an object, or is one written as JSON, for a query has no other way to carry it. */
export function objectIn(value: unknown): JsonObject | undefined {
  return asObject(jsonIn(value));
}

/** The value, read as JSON where it is text that holds a list or an object. */
export function jsonIn(value: unknown): unknown {
  return typeof value === 'string' && /^\s*[[{]/.test(value)
    ? parseJson(Buffer.from(value))
    : value;
}

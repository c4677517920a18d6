import { parseJson } from '../parse-json.js';
import type { Callback } from '../provider.js';

/** The callback with its header names spelled another way. */
export function withHeaderNames(callback: Callback, rename: (name: string) => string): Callback {
  const headers = Object.entries(callback.headers).map(([name, value]) => [rename(name), value]);
  return { ...callback, headers: Object.fromEntries(headers) as Callback['headers'] };
}

/** The body parsed; undefined where it is no JSON. */
export function jsonOf({ body }: Callback): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** The callback with the members of its query, and of every object of its body, in the opposite order. */
export function withMembersReversed(callback: Callback): Callback {
  // With long numbers as text, digit for digit.
  const json = parseJson(callback.body);
  return {
    ...callback,
    query: Object.fromEntries(Object.entries(callback.query).reverse()),
    ...(json !== undefined && { body: Buffer.from(JSON.stringify(reversed(json))) }),
  };
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

import { asObject } from './json.js';

// No callback that a vendor documents comes near; beyond, reading and storing could exhaust the stack.
const MAX_DEPTH = 64;
const decoder = new TextDecoder();
const LONG_NUMBER = /[[,:]\s*-?\d{16}/;

/** What was read of bodies that are still held: a callback is read to be proved, and again to be translated. */
const known = new WeakMap<Uint8Array, { readonly value: unknown }>();

/**
 * The JSON in a callback's body; undefined where it is none, or is nested beyond anything a vendor sends. It is read
 * once, so that nobody may change it, nor the bytes. Never throws.
 */
export function parseJson(body: Uint8Array): unknown {
  let read = known.get(body);
  if (!read) {
    read = { value: parse(body) };
    known.set(body, read);
  }
  return read.value;
}

function parse(body: Uint8Array): unknown {
  // Skips a byte order mark, which JSON.parse would not.
  const text = decoder.decode(body);
  try {
    const value: unknown = LONG_NUMBER.test(text) ? parseExactly(text) : JSON.parse(text);
    return isShallow(value, MAX_DEPTH) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whole numbers too long for a double, such as template ids, become text, digit for digit. */
function parseExactly(text: string): unknown {
  const keep = (_key: string, value: unknown, context?: { readonly source?: string }) => {
    const source = context?.source;
    const isRounded = typeof value === 'number' && !Number.isSafeInteger(value);
    return isRounded && source !== undefined && /^-?\d+$/.test(source) ? source : value;
  };
  return JSON.parse(text, keep);
}

function isShallow(value: unknown, depth: number): boolean {
  const children = Array.isArray(value) ? value : Object.values(asObject(value) ?? {});
  if (children.length === 0) return true;
  return depth > 0 && children.every((child) => isShallow(child, depth - 1));
}

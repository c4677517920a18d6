import { asObject } from './json.js';

// No callback that a vendor documents comes near; beyond, reading and storing could exhaust the stack.
const MAX_DEPTH = 64;
// Lists and what stands in them, all together. What is a fact stands in a list, and the largest callback has room for a
// third of so many facts as vendors write them; of `{}` it has room for a million, which would exhaust the memory.
const MAX_LISTED = 50_000;
const decoder = new TextDecoder();
const LONG_NUMBER = /[[,:]\s*-?\d{16}/;

/** Where a body keeps what was read of it: a callback is read to be proved, and again to be translated. */
const READ = Symbol('read');

interface Body extends Uint8Array {
  [READ]?: { readonly value: unknown };
}

/**
 * The JSON in a callback's body; undefined where it is none, is no bytes at all, or is nested or filled beyond anything a vendor
 * sends. It is read once, so that nobody may change it, nor the bytes. Never throws.
 */
export function parseJson(body: Uint8Array): unknown {
  // On the body itself: a WeakMap of the many that wait costs the garbage collector as much as the reading.
  if (!Object.isExtensible(body)) return parse(body);
  const held: Body = body;
  held[READ] ??= { value: parse(body) };
  return held[READ].value;
}

function parse(body: Uint8Array): unknown {
  try {
    // Skips a byte order mark, which JSON.parse would not.
    const text = decoder.decode(body);
    const value: unknown = LONG_NUMBER.test(text) ? parseExactly(text) : JSON.parse(text);
    return isSmall(text) || isSound(value) ? value : undefined;
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

// Nearly every callback is short, and has fewer brackets in all than may be nested, which is seen much sooner.
function isSmall(text: string): boolean {
  return text.length <= MAX_LISTED && count(text, '{') + count(text, '[') <= MAX_DEPTH;
}

/** How often it occurs, as far as that matters. */
function count(text: string, bracket: string): number {
  let found = 0;
  for (let at = text.indexOf(bracket); at >= 0 && found <= MAX_DEPTH; found++) {
    at = text.indexOf(bracket, at + 1);
  }
  return found;
}

function isSound(value: unknown): boolean {
  let listed = 0;
  const isWithin = (part: unknown, depth: number): boolean => {
    const isList = Array.isArray(part);
    const children = isList ? part : Object.values(asObject(part) ?? {});
    if (isList) listed += 1 + children.length;
    if (listed > MAX_LISTED) return false;
    if (children.length === 0) return true;
    return depth > 0 && children.every((child) => isWithin(child, depth - 1));
  };
  return isWithin(value, MAX_DEPTH);
}

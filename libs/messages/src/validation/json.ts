/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** An object of JSON values. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** An object whose members are not known yet. */
export type Members = Readonly<Record<string, unknown>>;

/** How deep JSON of the caller's own may be nested. */
export const MAX_DEPTH = 64;

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sets an own member, also one called `__proto__`. */
export function setMember(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, writable: true });
}

/**
 * A copy that is JSON and nothing else, without members that are undefined; undefined where the value is not JSON or
 * is nested deeper than 64 levels, as anything that contains itself is.
 */
export function copyJson(value: unknown, depth = 0): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'object' || depth >= MAX_DEPTH) return undefined;
  if (Array.isArray(value)) return copyList(value, depth + 1);
  return isPlain(value) ? copyMembers(value as Members, depth + 1) : undefined;
}

function copyList(list: readonly unknown[], depth: number): Json[] | undefined {
  const copy: Json[] = [];
  for (const item of list) {
    const json = copyJson(item, depth);
    if (json === undefined) return undefined;
    copy.push(json);
  }
  return copy;
}

function copyMembers(object: Members, depth: number): JsonObject | undefined {
  const copy: Record<string, Json> = {};
  for (const key of Object.keys(object)) {
    const member = object[key];
    if (member === undefined) continue;
    const json = copyJson(member, depth);
    if (json === undefined) return undefined;
    setMember(copy, key, json);
  }
  return copy;
}

// The root prototype of any realm, or none: a Map or a Date would lose what it says.
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

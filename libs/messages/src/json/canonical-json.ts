import { isMembers, type Members } from '../validation/json.js';

/**
 * JSON in which the members of every object stand in the order of their names, so that two texts of one meaning are
 * the same. For values that came out of a JSON parser.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    isMembers(member) ? sorted(member) : member,
  );
}

function sorted(object: Members): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(object)
      .sort()
      .map((name) => [name, object[name]]),
  );
}

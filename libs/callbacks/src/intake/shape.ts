import { createHash } from 'node:crypto';

/** The form of something unknown, without anything that it says. */
export interface Shape {
  /** Equal for equal forms, on every machine and in every release. */
  readonly id: string;
  /** The paths of its members, in order, such as `entry[].changes[].field`. */
  readonly keys: readonly string[];
}

const MAX_KEYS = 60;
const MAX_DEPTH = 8;

/** The shape of a JSON value. A name that may be more than a name, such as a number of a user's, counts as `?`. */
export function shapeOf(raw: unknown): Shape {
  const keys = new Set<string>();
  collect(raw, '', MAX_DEPTH, keys);
  const sorted = [...keys].sort();
  const id = createHash('sha256').update(sorted.join('\n')).digest('hex').slice(0, 12);
  return { id, keys: sorted };
}

function collect(value: unknown, path: string, depth: number, keys: Set<string>): void {
  if (keys.size >= MAX_KEYS) return;
  if (Array.isArray(value)) {
    if (value.length === 0 || depth === 0) keys.add(`${path}[]`);
    else for (const element of value) collect(element, `${path}[]`, depth - 1, keys);
  } else if (typeof value === 'object' && value !== null && depth > 0) {
    for (const [name, member] of Object.entries(value)) {
      collect(member, path === '' ? plain(name) : `${path}.${plain(name)}`, depth - 1, keys);
    }
  } else {
    keys.add(path === '' ? typeof value : path);
  }
}

function plain(name: string): string {
  return /^[A-Za-z_][\w-]{0,40}$/.test(name) && !/\d{5}/.test(name) ? name : '?';
}

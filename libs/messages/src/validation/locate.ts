import { isMembers } from './json.js';

/** A value somewhere below an object, and the way to it. */
export interface Located {
  readonly path: string;
  readonly value: unknown;
}

/**
 * Everything below an object that a pattern such as `sections[].rows[].id` leads to, `[]` being every item of a list.
 * What is missing or of another kind leads nowhere.
 */
export function locate(object: object, pattern: string): Located[] {
  let found: Located[] = [{ path: '', value: object }];
  for (const step of stepsOf(pattern)) {
    found = found.flatMap((at) => (step === '[]' ? items(at) : member(at, step)));
  }
  return found;
}

const patterns = new Map<string, readonly string[]>();

function stepsOf(pattern: string): readonly string[] {
  const steps = patterns.get(pattern) ?? pattern.split(/\.|(?=\[\])/);
  patterns.set(pattern, steps);
  return steps;
}

function items({ path, value }: Located): Located[] {
  if (!Array.isArray(value)) return [];
  return value.map((item: unknown, index) => ({ path: `${path}[${index}]`, value: item }));
}

function member({ path, value }: Located, key: string): Located[] | Located {
  if (!isMembers(value) || !Object.hasOwn(value, key) || value[key] === undefined) return [];
  return { path: path === '' ? key : `${path}.${key}`, value: value[key] };
}

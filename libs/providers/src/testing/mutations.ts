import fc from 'fast-check';

type Path = readonly string[];
type JsonContainer = Readonly<Record<string, unknown>> | readonly unknown[];

/** A JSON value with one of its parts, at any depth, taken out or replaced by something else. */
export function mutationsOf(value: unknown): fc.Arbitrary<unknown> {
  const paths = pathsOf(value);
  return fc
    .record({
      path: fc.constantFrom(...paths),
      change: fc.option(fc.jsonValue({ maxDepth: 2 }), { nil: undefined }),
    })
    .map(({ path, change }) => withChange(value, path, change));
}

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (!isContainer(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]))];
}

function withChange(value: unknown, [key, ...rest]: Path, change: unknown): unknown {
  if (key === undefined || !isContainer(value)) return change;
  const parts = Object.entries(value)
    .map(([name, part]): [string, unknown] => [
      name,
      name === key ? withChange(part, rest, change) : part,
    ])
    .filter(([, part]) => part !== undefined);
  return Array.isArray(value) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
}

function isContainer(value: unknown): value is JsonContainer {
  return typeof value === 'object' && value !== null;
}

import { type RawBuilder, sql } from 'kysely';
import type { Statement, Value } from '../step.js';

interface Compiles {
  compile(): { readonly sql: string; readonly parameters: readonly unknown[] };
}

/** Stands in a query for a value that comes with each execution. */
class Parameter {
  constructor(readonly name: string) {}
}

type Parameters<P> = <Name extends keyof P & string>(name: Name) => RawBuilder<P[Name]>;

/**
 * Compiles a query once, and gives what binds values to it. In `build`, `p('name')` is the value of that name; it may
 * occur more than once.
 */
export function prepared<P extends Readonly<Record<string, Value>>>(
  name: string,
  build: (p: Parameters<P>) => Compiles,
): (values: P) => Statement {
  const query = build((parameter) => sql`${new Parameter(parameter)}`).compile();
  const order = query.parameters.map((parameter) =>
    parameter instanceof Parameter ? parameter : (parameter as Value),
  );
  return (values) => ({
    name,
    sql: query.sql,
    params: order.map((slot) => (slot instanceof Parameter ? (values[slot.name] ?? null) : slot)),
  });
}

import type { Statement, Value } from '../step.js';

interface Compiled {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** A statement that is run too rarely to be kept prepared by PostgreSQL. */
export function plain(query: Compiled): Statement {
  return { name: '', sql: query.sql, params: query.parameters as Value[] };
}

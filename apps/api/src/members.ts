import type { ProblemError } from './problem.dto.js';
import { nearest } from 'waypost/messages';

/** The members of a JSON object. */
export type Members = Readonly<Record<string, unknown>>;

/** Whether a value of JSON is an object. */
export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A problem for every member that is not among the known ones; `what` is the word for them. */
export function unknownMembers(
  given: Members,
  known: readonly string[],
  what: string,
  parent = '',
): ProblemError[] {
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = nearest(name, known);
      const hint = meant === undefined ? '; leave it out.' : `; did you mean ${meant}?`;
      return { path: parent + name, message: `There is no ${what} ${name}${hint}` };
    });
}

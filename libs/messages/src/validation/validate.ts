import { Inspection, type InspectionOptions } from './inspection.js';
import type { Problem } from './problem.js';
import type { Shape } from './shape.js';

/** What became of a validation: the value, complete and in its kept form, or everything that is wrong. */
export type Validated<T> =
  | { readonly value: T; readonly problems?: undefined }
  | { readonly value?: undefined; readonly problems: readonly Problem[] };

/** Checks a value against its shape. Never throws, whatever the value does when it is read. */
export function validate<T extends object>(
  shape: Shape<T>,
  input: unknown,
  path: string,
  options: InspectionOptions,
): Validated<T> {
  try {
    const inspection = new Inspection(options);
    const value = inspection.object(shape, input, path) as T;
    return inspection.problems.length === 0 ? { value } : { problems: inspection.problems };
  } catch {
    // Only a getter or a proxy of the caller's throws here, for JSON does not.
    return { problems: [{ path, message: 'This cannot be read; give plain JSON data.' }] };
  }
}

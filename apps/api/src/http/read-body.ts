import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { ProblemError } from '../problem.dto.js';
import type { ProblemCode } from '../problem-code.js';
import { ProblemException } from '../problem.js';

/** What a request with a body may be answered with, because of its body. */
export const BODY_PROBLEMS = [
  'malformed_json',
  'payload_too_large',
  'unsupported_media_type',
  'validation_failed',
] as const satisfies readonly ProblemCode[];

/**
 * The body of a request as an instance of `shape`, a class with class-validator's decorators; no body is an empty one.
 * @throws ProblemException `validation_failed`, naming everything that is wrong by path
 */
export function readBody<T extends object>(shape: new () => T, body: unknown): T {
  const given = body ?? {};
  if (typeof given !== 'object' || Array.isArray(given)) {
    throw invalid([{ path: '', message: 'The body must be an object.' }]);
  }
  const value = plainToInstance(shape, given);
  const errors = validateSync(value, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
  });
  if (errors.length > 0) throw invalid(errors.map(problemOf));
  return value;
}

/** A `validation_failed` that names what is wrong, where the search for it stopped at `most` problems. */
export function invalid(errors: readonly ProblemError[], most = Infinity): ProblemException {
  return new ProblemException('validation_failed', detailOf(errors.length, most), {
    errors: [...errors],
  });
}

function detailOf(count: number, most: number): string {
  if (count === 1) return 'One thing is wrong with the request; errors names it.';
  return count < most
    ? `${count} things are wrong with the request; errors names them all.`
    : `At least ${count} things are wrong with the request; errors names the first ${count}.`;
}

function problemOf({ property: path, constraints }: ValidationError): ProblemError {
  if (constraints?.whitelistValidation) {
    return { path, message: `There is no field ${path}; leave it out.` };
  }
  const [rule = `${path} is not valid`] = Object.values(constraints ?? {});
  return { path, message: `${rule}.` };
}

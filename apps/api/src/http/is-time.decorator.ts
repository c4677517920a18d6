import { ValidateBy, type ValidationOptions } from 'class-validator';
import { parseTime } from 'waypost/messages';

/** The rest of a sentence that begins with the field's name. */
export const TIME_RULE =
  'must be a time to come in ISO 8601 with its zone, such as 2027-01-31T12:00:00Z';

/** A time in the future, ISO 8601 with its zone: without one it would mean another time on every machine. */
export function IsTime(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy({ name: 'isTime', validator: { validate: isFutureTime } }, options);
}

/** Like `TIME_RULE`, for any time. */
export const INSTANT_RULE =
  'must be a time in ISO 8601 with its zone, such as 2026-11-30T12:00:00Z';

/** Any time, ISO 8601 with its zone. */
export function IsInstant(options?: ValidationOptions): PropertyDecorator {
  const validate = (value: unknown): boolean => parseTime(value) !== undefined;
  return ValidateBy({ name: 'isInstant', validator: { validate } }, options);
}

function isFutureTime(value: unknown): boolean {
  return (parseTime(value) ?? 0) > Date.now();
}

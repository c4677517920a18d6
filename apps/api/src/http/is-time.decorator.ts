import { ValidateBy, type ValidationOptions } from 'class-validator';
import { parseTime } from 'waypost/messages';

/** The rest of a sentence that begins with the field's name. */
export const TIME_RULE =
  'must be a time to come in ISO 8601 with its zone, such as 2027-01-31T12:00:00Z';

/** A time in the future, ISO 8601 with its zone: without one it would mean another time on every machine. */
export function IsTime(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy({ name: 'isTime', validator: { validate: isFutureTime } }, options);
}

function isFutureTime(value: unknown): boolean {
  return (parseTime(value) ?? 0) > Date.now();
}

import { ValidateIf } from 'class-validator';

/** Lets a member be left out, but not be null: null says nothing of what is wanted, so its own rules refuse it. */
export function MayBeLeftOut(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== undefined);
}

import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, ValidateBy, type ValidationArguments } from 'class-validator';
import type { Members } from './json.js';
import { nearest } from './nearest.js';
import { mustBeOneOf } from './sentences.js';
import type { Class, UnknownKind } from './shape.js';

/** What is wrong with a member that should name the kind of its object, and what was probably meant. */
export function sentenceOfKind({ property, kinds }: UnknownKind, given: unknown): string {
  const meant = typeof given === 'string' ? nearest(given, kinds) : undefined;
  const hint = meant === undefined ? '' : ` Did you mean \`${meant}\`?`;
  return mustBeOneOf(property, kinds) + hint;
}

const classes = new WeakMap<UnknownKind, Class>();

/**
 * An object that names none of the classes, as an instance that class-validator refuses for just that, and for what is
 * wrong with the members that all kinds have. Left as it is, it would pass, for nothing is known of it.
 */
export function instanceOfNoKind(unknown: UnknownKind, object: Members): object {
  const type = classes.get(unknown) ?? classOf(unknown);
  classes.set(unknown, type);
  const names = getMetadataStorage()
    .getTargetValidationMetadatas(type, '', true, false)
    .map(({ propertyName }) => propertyName);
  // The others cannot be judged without the kind.
  const members = Object.entries(object).filter(([name]) => names.includes(name));
  return plainToInstance(type, Object.fromEntries(members), { exposeDefaultValues: true });
}

function classOf(unknown: UnknownKind): Class {
  const type = class extends (unknown.common ?? Object) {};
  const isKind = ValidateBy(
    { name: 'isKind', validator: { validate: () => false } },
    { message: ({ value }: ValidationArguments) => sentenceOfKind(unknown, value) },
  );
  isKind(type.prototype, unknown.property);
  return type;
}

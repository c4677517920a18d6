import { registerDecorator, type ValidationArguments } from 'class-validator';

/** Where an object breaks a rule among its members, from the object down (empty: the object itself), and the sentence. */
export interface Breach {
  readonly path: string;
  readonly message: string;
}

/** Finds the breaches of one rule. The object may be wrong in any other way. */
export type Breaches = (object: object) => readonly Breach[];

/** The name under which class-validator knows rules. */
export const RULE = 'rule';

/**
 * A rule among several members of a class, which class-validator, knowing only single properties, keeps under a
 * property called after the rule, or after the member that the rule `forbids` and the class does not have.
 */
export function Rule(name: string, breaches: Breaches, forbids?: string): ClassDecorator {
  return (target) => {
    registerDecorator({
      name: RULE,
      target,
      propertyName: forbids ?? `(${name})`,
      constraints: [breaches, forbids],
      validator: {
        validate: (_value, args?: ValidationArguments) =>
          args === undefined || breaches(args.object).length === 0,
        defaultMessage: (args?: ValidationArguments) =>
          args === undefined
            ? ''
            : breaches(args.object)
                .map(({ message }) => message)
                .join(' '),
      },
    });
  };
}

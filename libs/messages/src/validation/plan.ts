import {
  getMetadataStorage,
  IS_OBJECT,
  ValidationTypes,
  type MetadataStorage,
  type ValidationArguments,
} from 'class-validator';
import { nestedShape } from './nested.decorator.js';
import { readingOf, type Reading } from './reads.decorator.js';
import { RULE, type Breaches } from './rule.decorator.js';
import { sentenceFor } from './sentences.js';
import type { Class, Shape } from './shape.js';

/** What class-validator knows of a class, brought once into the order in which it is needed. */
export interface Plan {
  readonly properties: readonly PropertyPlan[];
  readonly names: ReadonlySet<string>;
  readonly rules: readonly Breaches[];
  /** Members that the class does not have, and that a rule explains. */
  readonly forbidden: ReadonlySet<unknown>;
}

/** The checks of one member, in the order of its decorators. */
export interface PropertyPlan {
  readonly name: string;
  readonly optional: boolean;
  /** What stands for a member that is left out. */
  readonly default: unknown;
  readonly reading?: Reading;
  readonly checks: readonly Check[];
  readonly nested?: { readonly shape: Shape; readonly each: boolean };
}

export interface Check {
  readonly each: boolean;
  readonly constraints: unknown[];
  passes(value: unknown, args: ValidationArguments): boolean;
  message(args: ValidationArguments): string;
}

type Metadata = ReturnType<MetadataStorage['getTargetValidationMetadatas']>[number];

const plans = new WeakMap<Class, Plan>();

/** The plan of a class, compiled when it is first needed. */
export function planOf(type: Class): Plan {
  const known = plans.get(type);
  if (known !== undefined) return known;
  const plan = compile(type);
  plans.set(type, plan);
  return plan;
}

function compile(type: Class): Plan {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(type, '', true, false);
  const defaults = new Map<string, unknown>(Object.entries(new type()));
  const properties = [...byProperty(type, metadata)].map(([name, own]) =>
    compileProperty(type, name, own, defaults.get(name)),
  );
  const rules = metadata.filter(({ name }) => name === RULE);
  return {
    properties,
    names: new Set(properties.map(({ name }) => name)),
    rules: rules.map(({ constraints }) => constraints[0] as Breaches),
    forbidden: new Set(rules.map(({ constraints }) => constraints[1] as unknown)),
  };
}

// What a class inherits comes first, as its envelope does in samples.
function byProperty(type: Class, metadata: readonly Metadata[]): Map<string, Metadata[]> {
  const ancestry: unknown[] = [];
  for (let at: unknown = type; typeof at === 'function'; at = Object.getPrototypeOf(at)) {
    ancestry.unshift(at);
  }
  const properties = new Map<string, Metadata[]>();
  for (const one of metadata.toSorted(
    (a, b) => ancestry.indexOf(a.target) - ancestry.indexOf(b.target),
  )) {
    if (one.name === RULE) continue;
    properties.set(one.propertyName, [...(properties.get(one.propertyName) ?? []), one]);
  }
  return properties;
}

function compileProperty(
  type: Class,
  name: string,
  metadata: readonly Metadata[],
  preset: unknown,
): PropertyPlan {
  const reading = readingOf(type.prototype as object, name);
  const shape = nestedShape(type.prototype as object, name);
  const nesting = metadata.find((one) => one.type === ValidationTypes.NESTED_VALIDATION);
  if ((nesting === undefined) !== (shape === undefined)) {
    throw new Error(`${type.name}.${name} is nested; give it @Nested or @NestedList.`);
  }
  // Items are told one by one that they are no objects, while their list is inspected.
  const superfluous = (one: Metadata) =>
    one.name === reading?.name || (one.name === IS_OBJECT && one.each);
  // Decorators run from the last to the first.
  const custom = metadata
    .filter((one) => one.type === ValidationTypes.CUSTOM_VALIDATION && !superfluous(one))
    .reverse();
  return {
    name,
    optional: metadata.some((one) => one.type === ValidationTypes.CONDITIONAL_VALIDATION),
    default: preset,
    ...(reading && { reading }),
    checks: custom.flatMap(compileChecks),
    ...(shape && { nested: { shape, each: nesting?.each ?? false } }),
  };
}

function compileChecks({ constraintCls, constraints, each, message }: Metadata): Check[] {
  return getMetadataStorage()
    .getTargetValidatorConstraints(constraintCls)
    .map(({ instance, name }) => {
      const standard = sentenceFor(name);
      return {
        each,
        constraints: constraints as unknown[],
        passes: (value, args) => instance.validate(value, args) === true,
        message: (args) => {
          if (typeof message === 'string') return message;
          if (typeof message === 'function') return message(args);
          return (
            standard?.(args) ?? instance.defaultMessage?.(args) ?? `\`${args.property}\` is wrong.`
          );
        },
      };
    });
}

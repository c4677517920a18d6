import { Transform } from 'class-transformer';
import { ValidateBy, type ValidationArguments } from 'class-validator';
import { asGiven } from './as-given.js';
import { mustBe } from './sentences.js';

/** How a member is brought into the form that is kept. */
export interface Reading {
  /** The name of the class-validator constraint that it makes needless. */
  readonly name: string;
  /** What is kept; undefined where the value cannot be read. */
  readonly read: (value: unknown) => unknown;
  /** What the member must be, as it stands in a sentence. */
  readonly what: string;
}

const readings = new Map<object, Map<string, Reading>>();

/** The reading that a member of a class, or of what it extends, was given. */
export function readingOf(prototype: object, property: string): Reading | undefined {
  for (let at: object | null = prototype; at !== null; at = Object.getPrototypeOf(at) as object) {
    const reading = readings.get(at)?.get(property);
    if (reading !== undefined) return reading;
  }
  return undefined;
}

/** Keeps what `read` makes of a member, and refuses what it cannot read. */
export function Reads(reading: Reading): PropertyDecorator {
  const { name, read, what } = reading;
  const decorators = [
    ValidateBy(
      { name, validator: { validate: (value) => read(value) !== undefined } },
      { message: ({ property }: ValidationArguments) => mustBe(property, what) },
    ),
    Transform((member) => read(asGiven(member)) ?? asGiven(member), { toClassOnly: true }),
  ];
  return (prototype, property) => {
    const known = readings.get(prototype) ?? new Map<string, Reading>();
    readings.set(prototype, known.set(String(property), reading));
    for (const decorate of decorators) decorate(prototype, property);
  };
}

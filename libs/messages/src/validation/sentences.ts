import type { ValidationArguments } from 'class-validator';

type Sentence = (args: ValidationArguments) => string;

// One sentence for each of class-validator's constraints that the DTOs use; others bring their own.
const SENTENCES: Readonly<Record<string, Sentence>> = {
  isLength: ({ property, value, constraints: [min, max] }) =>
    `\`${property}\` must be text of ${min} to ${max} characters${length(value)}.`,
  maxLength: ({ property, value, constraints: [max] }) =>
    `\`${property}\` must be text of at most ${max} characters${length(value)}.`,
  minLength: ({ property, constraints: [min] }) =>
    `\`${property}\` must be text of at least ${min} character${min === 1 ? '' : 's'}.`,
  isString: ({ property }) => `\`${property}\` must be text.`,
  isObject: ({ property }) => `\`${property}\` must be an object.`,
  isArray: ({ property }) => `\`${property}\` must be a list of objects.`,
  isInt: ({ property }) => `\`${property}\` must be a whole number.`,
  min: ({ property, constraints: [min] }) => `\`${property}\` must be at least ${min}.`,
  max: ({ property, constraints: [max] }) => `\`${property}\` must be at most ${max}.`,
  isIn: ({ property, constraints: [allowed] }) => mustBeOneOf(property, allowed as unknown[]),
  arrayMinSize: ({ property, value, constraints: [min] }) =>
    `\`${property}\` must be a list of at least ${min} item${min === 1 ? '' : 's'}${size(value)}.`,
  arrayMaxSize: ({ property, value, constraints: [max] }) =>
    `\`${property}\` must be a list of at most ${max} item${max === 1 ? '' : 's'}${size(value)}.`,
};

/** What to say where a value fails this constraint, if there is a sentence for it. */
export function sentenceFor(constraint: string): Sentence | undefined {
  return SENTENCES[constraint];
}

/** Says what a member must be. */
export function mustBe(property: string, what: string): string {
  return `\`${property}\` must be ${what}.`;
}

/** Says what a member may be, by name. */
export function mustBeOneOf(property: string, allowed: readonly unknown[]): string {
  const names = allowed.map((name) => `\`${String(name)}\``);
  return mustBe(property, names.length === 1 ? names.join() : `one of ${names.join(', ')}`);
}

// A length is no personal content, and says how much is to be cut.
function length(value: unknown): string {
  return typeof value === 'string' ? `, but has ${[...value].length}` : '';
}

function size(value: unknown): string {
  return Array.isArray(value) ? `, but has ${value.length}` : '';
}

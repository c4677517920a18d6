import { Reads } from '../validation/reads.decorator.js';

/**
 * True or false. The texts `"true"` and `"false"`, which pages of Gupshup and Kaleyra show, are read as what they say.
 */
export function IsSwitch(): PropertyDecorator {
  return Reads({ name: 'isSwitch', read: readSwitch, what: 'true or false' });
}

/** True or false, and no text that says so. */
export function IsFlag(): PropertyDecorator {
  return Reads({ name: 'isFlag', read: readFlag, what: 'true or false' });
}

function readSwitch(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  return value === 'false' ? false : undefined;
}

function readFlag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

import { SandboxInputError } from './input-error.js';

/** Any JSON object. */
export type Json = Record<string, unknown>;

/** Whether a value is a JSON object: not null, not an array. */
export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The digits of a phone number written in any of the usual ways. */
export const digitsOf = (phone: string): string => phone.replace(/\D/g, '');

/** Whether a text reads as an international phone number: 7 to 15 digits, with the usual separators. */
export const isPhone = (text: string): boolean =>
  /^\+?[\d ()-]+$/.test(text) && /^\d{7,15}$/.test(digitsOf(text));

interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Reads the fields of one JSON object and refuses what it does not know, so that a typing error in a
 * fault or a registration is a message that names the field, never a fault that silently does nothing.
 */
export class Fields {
  readonly #json: Json;
  readonly #path: string;
  readonly #known = new Set<string>();

  constructor(value: unknown, path = '') {
    this.#path = path;
    if (!isJson(value)) {
      throw new SandboxInputError(path || 'body', `${path || 'The body'} must be a JSON object.`);
    }
    this.#json = value;
  }

  /** The value of a field as it came, or undefined where it is absent. */
  any(name: string): unknown {
    this.#known.add(name);
    return this.#json[name];
  }

  has(name: string): boolean {
    return this.any(name) !== undefined;
  }

  string(name: string): string {
    const value = this.any(name);
    if (typeof value === 'string' && value !== '') return value;
    return this.fail(name, 'must be a text that is not empty');
  }

  optionalString(name: string): string | undefined {
    return this.has(name) ? this.string(name) : undefined;
  }

  phone(name: string): string {
    const value = this.string(name);
    if (!isPhone(value))
      this.fail(name, 'must be a phone number with its country code, 7 to 15 digits');
    return digitsOf(value);
  }

  optionalPhone(name: string): string | undefined {
    return this.has(name) ? this.phone(name) : undefined;
  }

  number(name: string, { min, max }: Range): number {
    const value = this.any(name);
    if (typeof value === 'number' && value >= min && value <= max) return value;
    return this.fail(name, `must be a number from ${min} to ${max}`);
  }

  optionalNumber(name: string, range: Range): number | undefined {
    return this.has(name) ? this.number(name, range) : undefined;
  }

  integer(name: string, range: Range): number {
    const value = this.number(name, range);
    if (!Number.isInteger(value)) this.fail(name, 'must be a whole number');
    return value;
  }

  optionalInteger(name: string, range: Range): number | undefined {
    return this.has(name) ? this.integer(name, range) : undefined;
  }

  optionalBoolean(name: string): boolean | undefined {
    const value = this.any(name);
    if (value === undefined || typeof value === 'boolean') return value;
    return this.fail(name, 'must be true or false');
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T {
    const value = this.any(name);
    const found = allowed.find((candidate) => candidate === value);
    return found ?? this.fail(name, `must be one of ${allowed.join(', ')}`);
  }

  optionalOneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    return this.has(name) ? this.oneOf(name, allowed) : undefined;
  }

  optionalListOf<T extends string>(name: string, allowed: readonly T[]): readonly T[] | undefined {
    const value = this.any(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) return this.fail(name, `must be a list of ${allowed.join(', ')}`);
    return value.map((item: unknown, index) => {
      const found = allowed.find((candidate) => candidate === item);
      return found ?? this.fail(`${name}[${index}]`, `must be one of ${allowed.join(', ')}`);
    });
  }

  object(name: string): Json {
    const value = this.any(name);
    return isJson(value) ? value : this.fail(name, 'must be a JSON object');
  }

  optionalObject(name: string): Json | undefined {
    return this.has(name) ? this.object(name) : undefined;
  }

  array(name: string): readonly unknown[] {
    const value = this.any(name);
    return Array.isArray(value) ? value : this.fail(name, 'must be a list');
  }

  /** A nested object, read with the same care. */
  nested(name: string): Fields {
    return new Fields(this.any(name), this.pathOf(name));
  }

  url(name: string): string {
    const value = this.string(name);
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
      this.fail(name, 'must be an absolute http or https address');
    }
    return value;
  }

  /** Ends the reading: a field nobody asked for is refused by name. */
  done(): void {
    const stranger = Object.keys(this.#json).find((name) => !this.#known.has(name));
    if (stranger === undefined) return;
    this.fail(stranger, `is not known here; known are ${[...this.#known].join(', ')}`);
  }

  pathOf(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }

  /** Refuses one field; `rule` completes the sentence that the field's path begins. */
  fail(name: string, rule: string): never {
    throw new SandboxInputError(this.pathOf(name), `${this.pathOf(name)} ${rule}.`);
  }
}

import type { ValidationArguments } from 'class-validator';
import { copyJson, isMembers, MAX_DEPTH, setMember, type Members } from './json.js';
import { nearest } from './nearest.js';
import { planOf, type Check, type Plan, type PropertyPlan } from './plan.js';
import { joinPaths, pathTo, type Problem } from './problem.js';
import { mustBe } from './sentences.js';
import { isClass, type Class, type Shape, type UnknownKind } from './shape.js';
import { sentenceOfKind } from './unknown-kind.js';

const MAX_PROBLEMS = 1000;
const NOT_JSON = `An unknown member must be JSON, at most ${MAX_DEPTH} levels deep.`;

/** What one inspection lets pass. */
export interface InspectionOptions {
  /** Keeps members that nothing is known of, instead of refusing them. */
  readonly allowUnknown: boolean;
  /** The class whose unknown members are refused in any case. */
  readonly closed?: Class;
  /**
   * After how many problems it stops.
   * @default 1000
   */
  readonly maxProblems?: number;
}

/**
 * Checks one value against its shape: collects what is wrong, and builds a plain copy with its defaults filled in and
 * its members in their kept form. The copy is worth nothing where there are problems.
 */
export class Inspection {
  readonly problems: Problem[] = [];

  constructor(private readonly options: InspectionOptions) {}

  /** The copy of an object of this shape. */
  object(shape: Shape, value: unknown, path: string): unknown {
    if (!isMembers(value)) return this.#report(path, `${name(path)} must be an object.`, value);
    const type = isClass(shape) ? shape : shape.choose(value);
    if (!isClass(type)) return this.#unknownKind(type, value, path);
    const plan = planOf(type);
    const copy: Record<string, unknown> = {};
    const seen = this.#properties(plan, value, copy, path);
    if (Object.keys(value).length !== seen) this.#unknownMembers(type, plan, value, copy, path);
    this.#rules(plan, copy, path);
    return copy;
  }

  // What all kinds have in common is checked all the same, so that nobody has to correct the kind first to hear of it.
  #unknownKind(unknown: UnknownKind, object: Members, path: string): unknown {
    const { property } = unknown;
    const given = Object.hasOwn(object, property) ? object[property] : undefined;
    this.#report(pathTo(path, property), sentenceOfKind(unknown, given));
    if (unknown.common) {
      const plan = planOf(unknown.common);
      const copy: Record<string, unknown> = {};
      this.#properties(plan, object, copy, path);
      this.#rules(plan, copy, path);
    }
    return object;
  }

  /** Checks what the class has, and says how many of its members are given. */
  #properties(plan: Plan, object: Members, copy: Record<string, unknown>, path: string): number {
    let seen = 0;
    for (const property of plan.properties) {
      const given = Object.hasOwn(object, property.name) ? object[property.name] : undefined;
      if (given !== undefined) seen++;
      this.#property(property, given, object, copy, path);
    }
    return seen;
  }

  #property(
    plan: PropertyPlan,
    given: unknown,
    object: Members,
    copy: Record<string, unknown>,
    path: string,
  ): void {
    const { name } = plan;
    if (given === undefined || given === null) {
      if (plan.default !== undefined) copy[name] = plan.default;
      else if (!plan.optional) this.#report(pathTo(path, name), `\`${name}\` is required.`);
      return;
    }
    const value = plan.reading === undefined ? given : plan.reading.read(given);
    copy[name] = value ?? given;
    if (value === undefined) {
      this.#report(pathTo(path, name), mustBe(name, plan.reading?.what ?? ''));
      return;
    }
    for (const check of plan.checks) {
      if (!this.#passes(check, name, value, object, path)) return;
    }
    if (plan.nested) copy[name] = this.#nested(plan.nested, value, pathTo(path, name));
  }

  #passes(check: Check, property: string, value: unknown, object: Members, path: string): boolean {
    const { constraints } = check;
    const args: ValidationArguments = { targetName: '', property, object, value, constraints };
    if (!check.each) {
      if (check.passes(value, args)) return true;
      this.#report(pathTo(path, property), check.message(args));
      return false;
    }
    const items = Array.isArray(value) ? (value as unknown[]) : [value];
    const wrong = items.flatMap((item, index) => (check.passes(item, args) ? [] : index));
    for (const index of wrong) {
      const args = { targetName: '', property, object, value: items[index], constraints };
      this.#report(pathTo(pathTo(path, property), index), check.message(args));
    }
    return wrong.length === 0;
  }

  #nested(
    { shape, each }: NonNullable<PropertyPlan['nested']>,
    value: unknown,
    path: string,
  ): unknown {
    if (!each) return this.object(shape, value, path);
    if (!Array.isArray(value)) {
      return this.#report(path, `${name(path)} must be a list of objects.`, value);
    }
    const copies: unknown[] = [];
    for (let index = 0; index < value.length && !this.#full; index++) {
      copies.push(this.object(shape, value[index], pathTo(path, index)));
    }
    return copies;
  }

  #unknownMembers(
    type: Class,
    plan: Plan,
    object: Members,
    copy: Record<string, unknown>,
    path: string,
  ): void {
    const allowed = this.options.allowUnknown && type !== this.options.closed;
    for (const key of Object.keys(object)) {
      if (this.#full) return;
      if (plan.names.has(key) || object[key] === undefined) continue;
      if (plan.forbidden.has(key)) {
        if (object[key] !== null) copy[key] = object[key];
        continue;
      }
      if (!allowed) {
        this.#report(pathTo(path, key), unknownMember(key, plan, type !== this.options.closed));
        continue;
      }
      const json = copyJson(object[key]);
      if (json === undefined) this.#report(pathTo(path, key), NOT_JSON);
      else setMember(copy, key, json);
    }
  }

  // What a member is told of its own comes first; a rule about it would say the same in other words.
  #rules({ rules }: Plan, copy: object, path: string): void {
    for (const breaches of rules) {
      for (const breach of breaches(copy)) {
        if (this.#full) return;
        const at = joinPaths(path, breach.path);
        if (!this.problems.some((problem) => problem.path === at)) this.#report(at, breach.message);
      }
    }
  }

  get #full(): boolean {
    return this.problems.length >= (this.options.maxProblems ?? MAX_PROBLEMS);
  }

  #report(path: string, message: string, value?: unknown): unknown {
    if (!this.#full) this.problems.push({ path, message });
    return value;
  }
}

function unknownMember(key: string, plan: Plan, sendable: boolean): string {
  const meant = nearest(key, plan.names);
  if (meant !== undefined) return `This member is not known; did you mean \`${meant}\`?`;
  const remedy = sendable
    ? 'leave it out, or set `allowUnknown` to send it untouched'
    : 'leave it out';
  return `This member is not known; ${remedy}.`;
}

// The last step of a path, as sentences call it.
function name(path: string): string {
  const last = /[^.]*$/.exec(path)?.[0] ?? path;
  return last === '' ? 'The body' : `\`${last}\``;
}

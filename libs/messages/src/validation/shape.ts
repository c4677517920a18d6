import type { Members } from './json.js';

/** A class of the message object, made without arguments. */
export type Class<T extends object = object> = new () => T;

/** What an object may be: one class, or one of several. */
export type Shape<T extends object = object> = Class<T> | Variants<T>;

/** What a shape's objects are. */
export type ObjectOf<S> = S extends Class<infer T> ? T : S extends Variants<infer T> ? T : never;

/** A choice among classes by what the object itself says. */
export interface Variants<T extends object = object> {
  readonly classes: readonly Class<T>[];
  /** The member whose value names the class, where one member does. */
  readonly discriminator?: {
    readonly property: string;
    readonly kinds: ReadonlyMap<string, Class<T>>;
  };
  choose(object: Members): Class<T> | UnknownKind;
}

/** An object names none of the classes: what its member may say instead. */
export interface UnknownKind {
  readonly property: string;
  readonly kinds: readonly string[];
  /** What all of them extend, where they have something in common. */
  readonly common?: Class;
}

type Kinds = Readonly<Record<string, Shape>>;

/**
 * The classes that the values of one member name; a value may lead to a further choice. Case does not matter.
 * `common` is what all of them extend.
 */
export function variants<K extends Kinds>(
  property: string,
  kinds: K,
  common?: Class,
): Variants<ObjectOf<K[keyof K]>> {
  type T = ObjectOf<K[keyof K]>;
  const shapes = new Map(Object.entries(kinds) as [string, Shape<T>][]);
  const unknown: UnknownKind = { property, kinds: [...shapes.keys()], common };
  const classes = [...shapes.values()].flatMap((shape) => classesOf(shape));
  const plain = new Map(
    [...shapes].filter((entry): entry is [string, Class<T>] => isClass(entry[1])),
  );
  return {
    classes,
    ...(plain.size === shapes.size && { discriminator: { property, kinds: plain } }),
    choose(object) {
      const kind = Object.hasOwn(object, property) ? object[property] : undefined;
      const shape =
        typeof kind === 'string' ? (shapes.get(kind) ?? shapes.get(kind.toLowerCase())) : undefined;
      if (shape === undefined) return unknown;
      return isClass(shape) ? shape : shape.choose(object);
    },
  };
}

/** One class where the object has the member, another where it has not. */
export function variantsByMember<A extends object, B extends object>(
  property: string,
  withMember: Class<A>,
  without: Class<B>,
): Variants<A | B> {
  return {
    classes: [withMember, without],
    choose: (object) => (Object.hasOwn(object, property) ? withMember : without),
  };
}

export function isClass<T extends object>(shape: Shape<T> | UnknownKind): shape is Class<T> {
  return typeof shape === 'function';
}

export function classesOf<T extends object>(shape: Shape<T>): readonly Class<T>[] {
  return isClass(shape) ? [shape] : shape.classes;
}

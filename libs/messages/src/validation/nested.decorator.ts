import { ApiExtraModels, ApiProperty, getSchemaPath, refs } from '@nestjs/swagger';
import { plainToInstance, Transform, Type } from 'class-transformer';
import { IsArray, IsObject, ValidateNested } from 'class-validator';
import { asGiven } from './as-given.js';
import { isMembers } from './json.js';
import { classesOf, isClass, type Shape, type Variants } from './shape.js';
import { instanceOfNoKind } from './unknown-kind.js';

const shapes = new Map<object, Map<string, Shape>>();

/** The shape that `@Nested` or `@NestedList` gave a member of a class or of what it extends. */
export function nestedShape(prototype: object, property: string): Shape | undefined {
  for (let at: object | null = prototype; at !== null; at = Object.getPrototypeOf(at) as object) {
    const shape = shapes.get(at)?.get(property);
    if (shape !== undefined) return shape;
  }
  return undefined;
}

/** An object of this shape: checked, made an instance by class-transformer, and documented, also where it is a union. */
export function Nested(shape: Shape): PropertyDecorator {
  return nested(shape, false);
}

/** A list of objects of this shape. */
export function NestedList(shape: Shape): PropertyDecorator {
  return nested(shape, true);
}

function nested(shape: Shape, each: boolean): PropertyDecorator {
  const decorators = [
    ValidateNested({ each }),
    // ValidateNested alone takes a list for an object and an object for a list.
    ...(each ? [IsArray(), IsObject({ each })] : [IsObject()]),
    ...(isClass(shape)
      ? [Type(() => shape), ApiProperty({ type: () => shape, isArray: each })]
      : [toInstances(shape), documented(shape, each)]),
  ];
  return (prototype, property) => {
    const known = shapes.get(prototype) ?? new Map<string, Shape>();
    shapes.set(prototype, known.set(String(property), shape));
    for (const decorate of decorators) decorate(prototype, property);
  };
}

// class-transformer's own discriminator knows one member only, and drops what names no class.
function toInstances(shape: Variants): PropertyDecorator {
  const one = (value: unknown): unknown => {
    if (!isMembers(value)) return value;
    const kind = shape.choose(value);
    return isClass(kind)
      ? plainToInstance(kind, value, { exposeDefaultValues: true })
      : instanceOfNoKind(kind, value);
  };
  const all = (value: unknown) => (Array.isArray(value) ? value.map(one) : one(value));
  return Transform((member) => all(asGiven(member)), { toClassOnly: true });
}

function documented(shape: Variants, each: boolean): PropertyDecorator {
  const union = { oneOf: refs(...shape.classes), ...discriminator(shape) };
  const property = ApiProperty(each ? { type: 'array', items: union } : union);
  return (prototype, key) => {
    ApiExtraModels(...classesOf(shape))(prototype.constructor);
    property(prototype, key);
  };
}

function discriminator({ discriminator: by }: Variants): object {
  if (by === undefined) return {};
  const mapping = [...by.kinds].map(([kind, type]) => [kind, getSchemaPath(type)] as const);
  return { discriminator: { propertyName: by.property, mapping: Object.fromEntries(mapping) } };
}

import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { copyJson, isMembers, MAX_DEPTH, type Json } from '../validation/json.js';
import { Reads, type Reading } from '../validation/reads.decorator.js';
import type { Class } from '../validation/shape.js';

const AN_OBJECT = `a JSON object with at least one member, at most ${MAX_DEPTH} levels deep`;

/** An object of the caller's own, with at least one member; `model` documents it. */
export function IsFreeForm(model: Class): PropertyDecorator {
  const reading: Reading = {
    name: 'isFreeForm',
    read: readObject,
    what: AN_OBJECT,
  };
  return applyDecorators(Reads(reading), ApiProperty({ type: () => model }));
}

/** The same, or the same as JSON text, for one of Meta's samples encodes it. */
export function IsFreeFormOrText(model: Class): PropertyDecorator {
  const reading: Reading = {
    name: 'isFreeFormOrText',
    read: (value) => (typeof value === 'string' && value !== '' ? value : readObject(value)),
    what: `${AN_OBJECT}, or such an object as text`,
  };
  const union = ApiProperty({ oneOf: [{ $ref: getSchemaPath(model) }, { type: 'string' }] });
  const modelled: PropertyDecorator = (prototype) => {
    ApiExtraModels(model)(prototype.constructor);
  };
  return applyDecorators(Reads(reading), modelled, union);
}

function readObject(value: unknown): Json | undefined {
  const json = copyJson(value);
  return isMembers(json) && Object.keys(json).length > 0 ? json : undefined;
}

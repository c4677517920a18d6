import type { TransformFnParams } from 'class-transformer';
import type { Members } from './json.js';

/** A member as the caller wrote it, whatever class-transformer was told to convert it to (`enableImplicitConversion`). */
export function asGiven({ obj, key }: TransformFnParams): unknown {
  return (obj as Members)[key];
}

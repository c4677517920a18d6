import { SetMetadata } from '@nestjs/common';
import { ACCESS, type Access } from './access.js';

/** Marks a handler that everybody may call, without an API key. */
export function Public(): MethodDecorator {
  return SetMetadata<string, Access>(ACCESS, 'public');
}

import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiSecurity } from '@nestjs/swagger';
import { ApiProblems } from '../api-problems.decorator.js';
import { ACCESS, type Access } from './access.js';
import type { Scope } from './scope.js';

/**
 * Marks a handler that needs an API key, one with `scope` where that is given: the rule for the guard, and the words
 * about it in the API's description.
 */
export function Authenticated(scope?: Scope): MethodDecorator {
  return applyDecorators(
    SetMetadata<string, Access>(ACCESS, scope ?? 'authenticated'),
    ApiBearerAuth('bearer'),
    ApiSecurity('apiKey'),
    ...(scope ? [ApiExtension('x-required-scope', scope)] : []),
    ApiProblems(
      'missing_api_key',
      'invalid_api_key',
      ...(scope ? ['insufficient_scope' as const] : []),
    ),
  );
}

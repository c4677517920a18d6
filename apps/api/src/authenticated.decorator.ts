import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiSecurity } from '@nestjs/swagger';
import { ACCESS, type Access } from './access.js';
import { ApiProblems } from './api-problems.decorator.js';

/** Marks a handler that needs an API key: the rule for the guard, and the words about it in the API's description. */
export function Authenticated(): MethodDecorator {
  return applyDecorators(
    SetMetadata<string, Access>(ACCESS, 'authenticated'),
    ApiBearerAuth('bearer'),
    ApiSecurity('apiKey'),
    ApiProblems('missing_api_key', 'invalid_api_key'),
  );
}

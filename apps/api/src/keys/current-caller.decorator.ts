import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller.js';

/** The `Caller` of the request, in a handler that is marked `@Authenticated()`. */
export const CurrentCaller = createParamDecorator(
  (_: undefined, context: ExecutionContext): Caller =>
    callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The same, for a handler that takes the whole request. */
export function callerOf({ caller }: FastifyRequest): Caller {
  if (caller) return caller;
  throw new Error('A handler that is open to everybody has no caller: mark it @Authenticated().');
}

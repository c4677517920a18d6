import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ACCESS, type Access } from './access.js';
import { ApiKeys } from './api-keys.js';
import { ProblemException } from './problem.js';

const CHALLENGE = { 'www-authenticate': 'Bearer realm="waypost"' };

/** Lets a request pass that carries a known API key, and any request to a handler marked `@Public()`. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeys,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (this.reflector.get<Access>(ACCESS, context.getHandler()) === 'public') return true;
    const key = keyOf(context.switchToHttp().getRequest<FastifyRequest>());
    if (key === undefined) {
      const detail = 'Send an API key, as "Authorization: Bearer wp_…" or as "X-API-Key: wp_…".';
      throw new ProblemException('missing_api_key', detail, {}, CHALLENGE);
    }
    if (this.keys.accepts(key)) return true;
    const detail = 'The API key is not one of this gateway: check that it was copied whole.';
    throw new ProblemException('invalid_api_key', detail, {}, CHALLENGE);
  }
}

function keyOf({ headers }: FastifyRequest): string | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  const own = headers['x-api-key'];
  return bearer ?? (typeof own === 'string' && own !== '' ? own : undefined);
}

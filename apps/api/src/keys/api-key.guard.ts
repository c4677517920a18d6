import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ProblemException } from '../problem.js';
import { ACCESS, type Access } from './access.js';
import { ApiKeys } from './api-keys.js';
import type { Caller } from './caller.js';
import { isMiscopied } from './key-text.js';
import { hasScope } from './scope.js';

const CHALLENGE = { 'www-authenticate': 'Bearer realm="waypost"' };

/**
 * Lets a request pass that carries a living API key with the scope that the handler asks for, and any request to a
 * handler marked `@Public()`. Knows keys from memory only.
 */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeys,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = this.#identify(keyOf(request));
    if (access !== undefined && access !== 'authenticated' && !hasScope(caller.reach, access)) {
      const detail = `This call needs a key with the scope ${access}.`;
      throw new ProblemException('insufficient_scope', detail);
    }
    request.caller = caller;
    return true;
  }

  #identify(key: string | undefined): Caller {
    if (key === undefined) {
      const detail = 'Send an API key, as "Authorization: Bearer wp_…" or as "X-API-Key: wp_…".';
      throw new ProblemException('missing_api_key', detail, {}, CHALLENGE);
    }
    const caller = this.keys.authenticate(key);
    if (caller) return caller;
    const detail = isMiscopied(key)
      ? 'The API key is incomplete or mistyped: its checksum is wrong.'
      : 'The API key is not one of this gateway, or it is revoked or expired.';
    throw new ProblemException('invalid_api_key', detail, {}, CHALLENGE);
  }
}

function keyOf({ headers }: FastifyRequest): string | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  const own = headers['x-api-key'];
  return bearer ?? (typeof own === 'string' && own !== '' ? own : undefined);
}

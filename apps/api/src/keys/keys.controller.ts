import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { ApiProblems } from '../api-problems.decorator.js';
import { BODY_PROBLEMS, readBody } from '../http/read-body.js';
import { Authenticated } from './authenticated.decorator.js';
import type { Caller } from './caller.js';
import { CurrentCaller } from './current-caller.decorator.js';
import { CreateKey, KeyList, NewKey, RotateKey } from './key.dto.js';
import { KeyService } from './key-service.js';

@ApiTags('keys')
@Controller('v1/keys')
export class KeysController {
  constructor(private readonly keys: KeyService) {}

  /**
   * Lists the keys.
   * @remarks Only those that reach no further than the asking key; expired ones are included, revoked ones are not.
   */
  @Get()
  @Authenticated('keys:manage')
  @ApiOkResponse({ type: KeyList, description: 'The keys.' })
  @ApiProblems('store_unavailable')
  async listKeys(@CurrentCaller() caller: Caller): Promise<KeyList> {
    return { data: await this.keys.list(caller), nextCursor: null };
  }

  /**
   * Creates a key.
   * @remarks It must stay within the scopes, senders and lifetime of the asking key. Its text is shown only this once.
   */
  @Post()
  @HttpCode(201)
  @Authenticated('keys:manage')
  @ApiBody({ type: CreateKey })
  @ApiCreatedResponse({ type: NewKey, description: 'The key, with its text.' })
  @ApiProblems(...BODY_PROBLEMS, 'beyond_own_reach', 'store_unavailable', 'commit_unknown')
  createKey(@CurrentCaller() caller: Caller, @Body() body: unknown): Promise<NewKey> {
    return this.keys.create(caller, readBody(CreateKey, body));
  }

  /**
   * Rotates a key: creates its successor, while the former key works on for a while.
   * @remarks The successor has the same name, scopes, senders and lineage. What belongs to the lineage, such as
   * idempotency keys, belongs to both.
   */
  @Post(':id/rotate')
  @HttpCode(201)
  @Authenticated('keys:manage')
  @ApiBody({ type: RotateKey, required: false })
  @ApiCreatedResponse({ type: NewKey, description: 'The successor, with its text.' })
  @ApiProblems(
    ...BODY_PROBLEMS,
    'beyond_own_reach',
    'not_found',
    'key_already_rotated',
    'key_expired',
    'managed_by_environment',
    'store_unavailable',
    'commit_unknown',
  )
  rotateKey(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<NewKey> {
    return this.keys.rotate(caller, id, readBody(RotateKey, body));
  }

  /**
   * Revokes a key.
   * @remarks It stops working on every replica within two seconds. The last key with the scope `admin` for all senders
   * cannot be revoked.
   */
  @Delete(':id')
  @HttpCode(204)
  @Authenticated('keys:manage')
  @ApiNoContentResponse({ description: 'It is revoked.' })
  @ApiProblems(
    'not_found',
    'last_admin_key',
    'managed_by_environment',
    'store_unavailable',
    'commit_unknown',
  )
  revokeKey(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    return this.keys.revoke(caller, id);
  }
}

import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiQuery, ApiTags } from '@nestjs/swagger';
import { CALLBACK_OUTCOMES } from 'waypost/store';
import { ApiProblems } from '../api-problems.decorator.js';
import { BODY_PROBLEMS, readBody } from '../http/read-body.js';
import { Authenticated } from '../keys/authenticated.decorator.js';
import type { Caller } from '../keys/caller.js';
import { CurrentCaller } from '../keys/current-caller.decorator.js';
import { ApiPage, ApiPeriod } from '../paging.js';
import { CallbackArchive, MAX_LIMIT } from './callback-archive.js';
import {
  CallbackDetail,
  CallbackPageView,
  ReplayCallbacks,
  ReplayStarted,
} from './callback.dto.js';

const OPTIONAL = { required: false, type: String } as const;

@ApiTags('callbacks')
@Controller('v1/callbacks')
export class CallbacksController {
  constructor(private readonly archive: CallbackArchive) {}

  /**
   * Lists what the vendors called back for the key's senders, newest first.
   * @remarks Those that were applied are kept for `CALLBACK_RETENTION_DAYS`, those that need a look as long as messages.
   */
  @Get()
  @Authenticated('senders:manage')
  @ApiQuery({ name: 'sender', ...OPTIONAL })
  @ApiQuery({
    name: 'outcome',
    required: false,
    enum: CALLBACK_OUTCOMES,
    isArray: true,
    style: 'form',
    explode: false,
  })
  @ApiPeriod('Received')
  @ApiPage(MAX_LIMIT)
  @ApiOkResponse({ type: CallbackPageView, description: 'A page of callbacks.' })
  @ApiProblems('validation_failed', 'internal_error', 'store_unavailable')
  listCallbacks(
    @Query() query: unknown,
    @CurrentCaller() caller: Caller,
  ): Promise<CallbackPageView> {
    return this.archive.list(query, caller);
  }

  /** Shows a callback exactly as it came. */
  @Get(':id')
  @Authenticated('senders:manage')
  @ApiOkResponse({ type: CallbackDetail, description: 'The callback.' })
  @ApiProblems('not_found', 'internal_error', 'store_unavailable')
  getCallback(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<CallbackDetail> {
    return this.archive.get(id, caller);
  }

  /**
   * Applies callbacks again, chosen by the time they were received.
   * @remarks For use after an upgrade that can read them. What was recorded before is not recorded twice.
   */
  @Post('replay')
  @HttpCode(202)
  @Authenticated('senders:manage')
  @ApiBody({ type: ReplayCallbacks })
  @ApiAcceptedResponse({ type: ReplayStarted, description: 'They are being applied.' })
  @ApiProblems(
    ...BODY_PROBLEMS,
    'unknown_sender',
    'internal_error',
    'store_unavailable',
    'commit_unknown',
  )
  async replayCallbacks(
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
  ): Promise<ReplayStarted> {
    return { replaying: await this.archive.replayAll(readBody(ReplayCallbacks, body), caller) };
  }

  /**
   * Applies a callback again, at once.
   * @remarks What was recorded before is not recorded twice.
   */
  @Post(':id/replay')
  @HttpCode(200)
  @Authenticated('senders:manage')
  @ApiOkResponse({ type: CallbackDetail, description: 'What became of it.' })
  @ApiProblems('not_found', 'internal_error', 'store_unavailable', 'commit_unknown')
  replayCallback(
    @Param('id') id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<CallbackDetail> {
    return this.archive.replay(id, caller);
  }
}

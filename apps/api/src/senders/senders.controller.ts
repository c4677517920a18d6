import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { ApiProblems } from '../api-problems.decorator.js';
import { BODY_PROBLEMS, readBody } from '../http/read-body.js';
import { Authenticated } from '../keys/authenticated.decorator.js';
import type { Caller } from '../keys/caller.js';
import { CurrentCaller } from '../keys/current-caller.decorator.js';
import { SenderService } from './sender-service.js';
import {
  CreateSender,
  DeleteSenderQuery,
  PauseSender,
  SenderList,
  SenderView,
  UpdateSender,
} from './sender.dto.js';

const WRITE_PROBLEMS = ['store_unavailable', 'commit_unknown'] as const;
const PAUSE_REASON = 'Paused through the API.';

@ApiTags('senders')
@Controller('v1/senders')
export class SendersController {
  constructor(private readonly senders: SenderService) {}

  /** Lists the senders that the key may use. */
  @Get()
  @Authenticated('senders:manage')
  @ApiOkResponse({ type: SenderList, description: 'The senders.' })
  @ApiProblems('store_unavailable')
  async listSenders(@CurrentCaller() caller: Caller): Promise<SenderList> {
    return { data: await this.senders.list(caller), nextCursor: null };
  }

  /**
   * Adds a sender.
   * @remarks It may be used at once. Its credentials are kept encrypted and never given back.
   */
  @Post()
  @HttpCode(201)
  @Authenticated('senders:manage')
  @ApiBody({ type: CreateSender })
  @ApiCreatedResponse({ type: SenderView, description: 'The sender.' })
  @ApiProblems(...BODY_PROBLEMS, 'beyond_own_reach', 'sender_exists', ...WRITE_PROBLEMS)
  createSender(@CurrentCaller() caller: Caller, @Body() body: unknown): Promise<SenderView> {
    return this.senders.create(caller, body);
  }

  /** Shows a sender, and what holds it up if anything does. */
  @Get(':id')
  @Authenticated('senders:manage')
  @ApiOkResponse({ type: SenderView, description: 'The sender.' })
  @ApiProblems('not_found', 'store_unavailable')
  getSender(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<SenderView> {
    return this.senders.get(caller, id);
  }

  /**
   * Changes a sender.
   * @remarks What is left out stays as it is; null removes an option or limit. What a fault held up is tried at once.
   */
  @Patch(':id')
  @Authenticated('senders:manage')
  @ApiBody({ type: UpdateSender })
  @ApiOkResponse({ type: SenderView, description: 'The sender as it is now.' })
  @ApiProblems(
    ...BODY_PROBLEMS,
    'not_found',
    'managed_by_file',
    'changed_meanwhile',
    ...WRITE_PROBLEMS,
  )
  updateSender(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<SenderView> {
    return this.senders.update(caller, id, body);
  }

  /**
   * Deletes a sender.
   * @remarks All its messages must be settled. With `cancel=true` the sender is paused and its waiting messages are
   * canceled first. While some are being sent, or their outcome is awaited, the request is refused all the same: the
   * sender stays paused, and you repeat the request later.
   */
  @Delete(':id')
  @HttpCode(204)
  @Authenticated('senders:manage')
  @ApiQuery({
    name: 'cancel',
    required: false,
    schema: { type: 'boolean', default: false },
    description: 'Whether the messages that wait are canceled first.',
  })
  @ApiNoContentResponse({ description: 'It is deleted.' })
  @ApiProblems(
    'validation_failed',
    'not_found',
    'managed_by_file',
    'sender_has_messages',
    ...WRITE_PROBLEMS,
  )
  deleteSender(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query() query: unknown,
  ): Promise<void> {
    const { cancel } = readBody(DeleteSenderQuery, query);
    return this.senders.remove(caller, id, cancel === 'true');
  }

  /**
   * Pauses a sender.
   * @remarks Its messages are still accepted and kept, and what is being sent is finished. Senders of the senders file
   * can be paused too.
   */
  @Post(':id/pause')
  @HttpCode(200)
  @Authenticated('senders:manage')
  @ApiBody({ type: PauseSender, required: false })
  @ApiOkResponse({ type: SenderView, description: 'The paused sender.' })
  @ApiProblems(...BODY_PROBLEMS, 'not_found', ...WRITE_PROBLEMS)
  pauseSender(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<SenderView> {
    const { reason } = readBody(PauseSender, body);
    return this.senders.pause(caller, id, reason ?? PAUSE_REASON);
  }

  /**
   * Resumes a paused sender.
   * @remarks What a fault held up is tried at once.
   */
  @Post(':id/resume')
  @HttpCode(200)
  @Authenticated('senders:manage')
  @ApiOkResponse({ type: SenderView, description: 'The active sender.' })
  @ApiProblems('not_found', ...WRITE_PROBLEMS)
  resumeSender(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<SenderView> {
    return this.senders.resume(caller, id);
  }
}

import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiQuery, ApiTags } from '@nestjs/swagger';
import { MESSAGE_STATUSES } from 'waypost/store';
import { ApiProblems } from '../api-problems.decorator.js';
import { Authenticated } from '../keys/authenticated.decorator.js';
import type { Caller } from '../keys/caller.js';
import { CurrentCaller } from '../keys/current-caller.decorator.js';
import { ApiPage, ApiPeriod } from '../paging.js';
import { MessageArchive } from './message-archive.js';
import { MessageCancellation } from './message-cancellation.js';
import { CATEGORIES } from './message-category.js';
import { MAX_LIMIT, readMessageQuery } from './message-query.js';
import { MessageDetail, MessagePage, MessageView } from './message-view.dto.js';

const OPTIONAL = { required: false, type: String } as const;

@ApiTags('messages')
@Controller('v1/messages')
export class MessagesController {
  constructor(
    private readonly archive: MessageArchive,
    private readonly cancellation: MessageCancellation,
  ) {}

  /**
   * Lists the messages of the key's senders, newest first.
   * @remarks Pages do not shift while new messages arrive.
   */
  @Get()
  @Authenticated('messages:read')
  @ApiQuery({ name: 'sender', ...OPTIONAL })
  @ApiQuery({
    name: 'status',
    required: false,
    description: 'One or more, separated by commas.',
    explode: false,
    schema: { type: 'array', items: { type: 'string', enum: [...MESSAGE_STATUSES] } },
  })
  @ApiQuery({
    name: 'to',
    ...OPTIONAL,
    description: 'A phone number or a business-scoped user id.',
  })
  @ApiQuery({ name: 'reference', ...OPTIONAL })
  @ApiQuery({
    name: 'category',
    required: false,
    description: 'As it was given with the messages.',
    schema: { type: 'string', enum: [...CATEGORIES] },
  })
  @ApiQuery({ name: 'template', ...OPTIONAL, description: 'The name of a template.' })
  @ApiPeriod('Taken')
  @ApiPage(MAX_LIMIT)
  @ApiOkResponse({ type: MessagePage, description: 'A page of messages.' })
  @ApiProblems('validation_failed', 'internal_error', 'store_unavailable')
  async listMessages(
    @Query() query: unknown,
    @CurrentCaller() caller: Caller,
  ): Promise<MessagePage> {
    return this.archive.list(readMessageQuery(query), caller);
  }

  /** Shows a message with its content, attempts, events and error. */
  @Get(':id')
  @Authenticated('messages:read')
  @ApiOkResponse({ type: MessageDetail, description: 'The message.' })
  @ApiProblems('not_found', 'internal_error', 'store_unavailable')
  getMessage(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<MessageDetail> {
    return this.archive.get(id, caller);
  }

  /** Cancels a message that is still queued. */
  @Post(':id/cancel')
  @HttpCode(200)
  @Authenticated('messages:send')
  @ApiOkResponse({ type: MessageView, description: 'It is canceled, and will not be sent.' })
  @ApiProblems('not_found', 'not_cancelable', 'internal_error', 'store_unavailable')
  cancelMessage(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<MessageView> {
    return this.cancellation.cancel(id, caller);
  }
}

import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../api-problems.decorator.js';
import { BODY_PROBLEMS, invalid, readBody } from '../http/read-body.js';
import { Authenticated } from '../keys/authenticated.decorator.js';
import type { Caller } from '../keys/caller.js';
import { CurrentCaller } from '../keys/current-caller.decorator.js';
import { CancelMessagesDto, MessagesCanceled } from './cancel-messages.dto.js';
import { MessageCancellation } from './message-cancellation.js';

@ApiTags('messages')
@Controller('v1/messages/cancel')
export class CancelController {
  constructor(private readonly cancellation: MessageCancellation) {}

  /**
   * Cancels all queued messages that match, such as those of a campaign that went wrong.
   * @remarks `GET /v1/messages` with the same conditions and `status=queued` shows which they are.
   */
  @Post()
  @HttpCode(200)
  @Authenticated('messages:send')
  @ApiBody({ type: CancelMessagesDto })
  @ApiOkResponse({ type: MessagesCanceled, description: 'How many were canceled.' })
  @ApiProblems(...BODY_PROBLEMS, 'unknown_sender', 'internal_error', 'store_unavailable')
  async cancelMessages(
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
  ): Promise<MessagesCanceled> {
    const { status: _queued, ...filter } = readBody(CancelMessagesDto, body);
    if (Object.values(filter).every((value) => value === undefined)) {
      const message = 'Give at least one of `sender`, `reference`, `category` and `template`.';
      throw invalid([{ path: '', message }]);
    }
    return this.cancellation.cancelAll(filter, caller);
  }
}

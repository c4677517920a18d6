import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiTags } from '@nestjs/swagger';
import { examples, SendMessageDto } from 'waypost/messages';
import { ApiProblems } from './api-problems.decorator.js';
import { Authenticated } from './authenticated.decorator.js';
import { MessageAccepted } from './message-accepted.dto.js';
import { MessagesService } from './messages.service.js';

const EXAMPLES = Object.fromEntries(
  Object.entries(examples).map(([name, message]) => [
    name,
    { summary: name, value: { sender: 'shop-in', message } },
  ]),
);

@ApiTags('messages')
@Controller('v1/messages')
export class MessagesController {
  constructor(private readonly messages: MessagesService) {}

  /** Sends a message through a sender, and answers when its provider took it. Delivery is not awaited. */
  @Post()
  @HttpCode(202)
  @Authenticated()
  @ApiBody({ type: SendMessageDto, examples: EXAMPLES })
  @ApiAcceptedResponse({
    type: MessageAccepted,
    description: 'The provider took the message. Delivery is told by its callbacks.',
  })
  @ApiProblems(
    'malformed_json',
    'request_timeout',
    'payload_too_large',
    'unsupported_media_type',
    'validation_failed',
    'unknown_sender',
    'invalid',
    'unsupported',
    'rejected',
    'rate_limited',
    'internal_error',
    'outcome_unknown',
    'unauthorized',
    'unrecognized',
    'unavailable',
    'shutting_down',
    'timeout',
  )
  sendMessage(@Body() body: unknown): Promise<MessageAccepted> {
    return this.messages.send(body);
  }
}

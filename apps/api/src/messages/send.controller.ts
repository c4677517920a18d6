import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { examples, SendMessageDto } from 'waypost/messages';
import { ApiProblems } from '../api-problems.decorator.js';
import { Authenticated } from '../keys/authenticated.decorator.js';
import type { Caller } from '../keys/caller.js';
import { callerOf, CurrentCaller } from '../keys/current-caller.decorator.js';
import { BatchIntake } from './batch-intake.js';
import { BatchAccepted, SendBatchDto } from './batch.dto.js';
import { readIdempotencyKey } from './idempotency.js';
import { MessageAccepted } from './message-accepted.dto.js';
import { MessageCheck } from './message-check.js';
import { MessageIntake, type Answered } from './message-intake.js';
import { MessageValid } from './message-valid.dto.js';

// The sender is one of demo mode's, so that whoever tries an example there need not change it.
const EXAMPLES = Object.fromEntries(
  Object.entries(examples).map(([name, message]) => [
    name,
    { summary: name, value: { sender: 'sandbox-gupshup', message } },
  ]),
);
const BATCH_EXAMPLES = {
  batch: {
    summary: 'batch',
    value: { messages: [EXAMPLES.text?.value, EXAMPLES.template?.value] },
  },
};
const KEY_HEADER = {
  name: 'Idempotency-Key',
  required: false,
  description:
    '1 to 255 printable ASCII characters of your own choice. For 24 hours, repeating the request with the same key does nothing again: it gets the answer of the first request, with `Idempotency-Replayed: true`.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
} as const;
const REPLAYED = {
  'Idempotency-Replayed': {
    description: '`true` where this is the answer of an earlier request with the same key.',
    schema: { type: 'string' },
  },
} as const;
const BODY_PROBLEMS = [
  'malformed_json',
  'request_timeout',
  'payload_too_large',
  'unsupported_media_type',
  'validation_failed',
] as const;
const STORE_PROBLEMS = [
  'idempotency_conflict',
  'internal_error',
  'shutting_down',
  'store_unavailable',
  'commit_unknown',
] as const;

@ApiTags('messages')
@Controller('v1/messages')
export class SendController {
  constructor(
    private readonly intake: MessageIntake,
    private readonly batches: BatchIntake,
    private readonly checks: MessageCheck,
  ) {}

  /**
   * Accepts a message for sending.
   * @remarks It is stored durably before the answer, handed to its provider as soon as its sender's limits allow, and
   * settled whatever happens. `GET /v1/messages/{id}` and events tell what becomes of it.
   */
  @Post()
  @HttpCode(202)
  @Authenticated('messages:send')
  @ApiHeader(KEY_HEADER)
  @ApiBody({ type: SendMessageDto, examples: EXAMPLES })
  @ApiAcceptedResponse({
    type: MessageAccepted,
    description: 'The message is kept.',
    headers: REPLAYED,
  })
  @ApiProblems(...BODY_PROBLEMS, 'unknown_sender', 'unsupported', ...STORE_PROBLEMS)
  async sendMessage(
    // One for the whole request: Nest spends promises on every parameter, and this is the hot path.
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MessageAccepted> {
    const key = readIdempotencyKey(request.headers);
    return told(await this.intake.accept(request.body, callerOf(request), key), reply);
  }

  /**
   * Accepts up to 1,000 messages for sending.
   * @remarks Each is judged on its own: an invalid one does not keep the others from being sent. With an
   * `Idempotency-Key`, the valid ones are stored together or not at all, and single messages must carry no key.
   */
  @Post('batch')
  @HttpCode(202)
  @Authenticated('messages:send')
  @ApiHeader(KEY_HEADER)
  @ApiBody({ type: SendBatchDto, examples: BATCH_EXAMPLES })
  @ApiAcceptedResponse({
    type: BatchAccepted,
    description: 'One result for each message, in the order of the request.',
    headers: REPLAYED,
  })
  @ApiProblems(...BODY_PROBLEMS, ...STORE_PROBLEMS)
  async sendBatch(
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
    @Req() { headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BatchAccepted> {
    const key = readIdempotencyKey(headers);
    return told(await this.batches.accept(body, caller, key), reply);
  }

  /** Checks a message without storing or sending it. */
  @Post('validate')
  @HttpCode(200)
  @Authenticated('messages:send')
  @ApiBody({ type: SendMessageDto, examples: EXAMPLES })
  @ApiOkResponse({ type: MessageValid, description: 'It would be accepted.' })
  @ApiProblems(...BODY_PROBLEMS, 'unknown_sender', 'unsupported', 'internal_error')
  validateMessage(@Body() body: unknown, @CurrentCaller() caller: Caller): MessageValid {
    this.checks.check(body, caller);
    return { valid: true };
  }
}

function told<Answer>({ answer, replayed }: Answered<Answer>, reply: FastifyReply): Answer {
  if (replayed) void reply.header('idempotency-replayed', 'true');
  return answer;
}

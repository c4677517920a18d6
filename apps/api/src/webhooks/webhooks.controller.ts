import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { ApiProblems } from '../api-problems.decorator.js';
import { BODY_PROBLEMS, readBody } from '../http/read-body.js';
import { Authenticated } from '../keys/authenticated.decorator.js';
import type { Caller } from '../keys/caller.js';
import { CurrentCaller } from '../keys/current-caller.decorator.js';
import { WebhookService } from './webhook-service.js';
import {
  CreateWebhook,
  RotateWebhookSecret,
  UpdateWebhook,
  WebhookList,
  WebhookTest,
  WebhookView,
  WebhookWithSecret,
} from './webhook.dto.js';

const WRITE_PROBLEMS = ['store_unavailable', 'commit_unknown'] as const;

@ApiTags('webhooks')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhookService) {}

  /** Lists the endpoints whose senders are all among the key's. */
  @Get()
  @Authenticated('webhooks:manage')
  @ApiOkResponse({ type: WebhookList, description: 'The endpoints.' })
  @ApiProblems('store_unavailable')
  async listWebhooks(@CurrentCaller() caller: Caller): Promise<WebhookList> {
    return { data: await this.webhooks.list(caller), nextCursor: null };
  }

  /**
   * Creates an endpoint, to which events are posted from now on.
   * @remarks Each request carries one event as `GET /v1/events` shows it, signed as Standard Webhooks has it
   * (`webhook-id`, `webhook-timestamp`, `webhook-signature`). An answer with a status of 200 to 299 within 15 s is a
   * success; anything else is tried again for more than a day, with the same id and the same content. An event may come
   * more than once, and the events of one message in any order: its `id` shows the former, its `sequence` the latter.
   */
  @Post()
  @HttpCode(201)
  @Authenticated('webhooks:manage')
  @ApiBody({ type: CreateWebhook })
  @ApiCreatedResponse({ type: WebhookWithSecret, description: 'The endpoint, with its secret.' })
  @ApiProblems(...BODY_PROBLEMS, 'beyond_own_reach', ...WRITE_PROBLEMS)
  createWebhook(
    @CurrentCaller() caller: Caller,
    @Body() body: unknown,
  ): Promise<WebhookWithSecret> {
    return this.webhooks.create(caller, body);
  }

  /** Shows an endpoint, and whether it is failing. */
  @Get(':id')
  @Authenticated('webhooks:manage')
  @ApiOkResponse({ type: WebhookView, description: 'The endpoint.' })
  @ApiProblems('not_found', 'store_unavailable')
  getWebhook(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<WebhookView> {
    return this.webhooks.get(caller, id);
  }

  /** Changes an endpoint, or enables it again. */
  @Patch(':id')
  @Authenticated('webhooks:manage')
  @ApiBody({ type: UpdateWebhook })
  @ApiOkResponse({ type: WebhookView, description: 'The endpoint as it is now.' })
  @ApiProblems(...BODY_PROBLEMS, 'not_found', 'beyond_own_reach', ...WRITE_PROBLEMS)
  updateWebhook(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<WebhookView> {
    return this.webhooks.update(caller, id, body);
  }

  /** Deletes an endpoint and everything that waits for it. */
  @Delete(':id')
  @HttpCode(204)
  @Authenticated('webhooks:manage')
  @ApiNoContentResponse({ description: 'It is deleted.' })
  @ApiProblems('not_found', ...WRITE_PROBLEMS)
  deleteWebhook(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    return this.webhooks.remove(caller, id);
  }

  /**
   * Rotates the secret.
   * @remarks During the overlap, each request carries a signature by each secret, so that the consumer can switch over
   * without losing any.
   */
  @Post(':id/rotate-secret')
  @HttpCode(200)
  @Authenticated('webhooks:manage')
  @ApiBody({ type: RotateWebhookSecret, required: false })
  @ApiOkResponse({ type: WebhookWithSecret, description: 'The endpoint, with its new secret.' })
  @ApiProblems(...BODY_PROBLEMS, 'not_found', 'too_many_secrets', ...WRITE_PROBLEMS)
  rotateWebhookSecret(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<WebhookWithSecret> {
    return this.webhooks.rotate(caller, id, readBody(RotateWebhookSecret, body));
  }

  /**
   * Sends one event webhook.test now and reports the result.
   * @remarks Disabled endpoints can be tested too. A test changes nothing and is not listed among the deliveries.
   */
  @Post(':id/test')
  @HttpCode(200)
  @Authenticated('webhooks:manage')
  @ApiOkResponse({ type: WebhookTest, description: 'The result.' })
  @ApiProblems('not_found', 'store_unavailable')
  testWebhook(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<WebhookTest> {
    return this.webhooks.test(caller, id);
  }
}

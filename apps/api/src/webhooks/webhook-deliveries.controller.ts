import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiQuery, ApiTags } from '@nestjs/swagger';
import { WEBHOOK_DELIVERY_STATES } from 'waypost/store';
import { ApiProblems } from '../api-problems.decorator.js';
import { BODY_PROBLEMS, readBody } from '../http/read-body.js';
import { Authenticated } from '../keys/authenticated.decorator.js';
import type { Caller } from '../keys/caller.js';
import { CurrentCaller } from '../keys/current-caller.decorator.js';
import { ApiPage } from '../paging.js';
import { MAX_DELIVERIES, WebhookDeliveries } from './webhook-deliveries.js';
import {
  RedeliverWebhook,
  WebhookDeliveryPage,
  WebhookDeliveryView,
  WebhookRedelivery,
} from './webhook-delivery.dto.js';

const WRITE_PROBLEMS = ['store_unavailable', 'commit_unknown'] as const;

@ApiTags('webhooks')
@Controller('v1/webhooks/:id')
export class WebhookDeliveriesController {
  constructor(private readonly deliveries: WebhookDeliveries) {}

  /** Lists what was sent to an endpoint and what waits for it, with all attempts. */
  @Get('deliveries')
  @Authenticated('webhooks:manage')
  @ApiQuery({
    name: 'state',
    required: false,
    enum: WEBHOOK_DELIVERY_STATES,
    enumName: 'WebhookDeliveryState',
    enumSchema: {
      description:
        '`pending`: it waits for its first or next attempt; `delivered`: the endpoint answered with a status of 200 to 299; `failed`: it is not tried again by itself.',
    },
    description: 'Only those in one of these states.',
    isArray: true,
    style: 'form',
    explode: false,
  })
  @ApiPage(MAX_DELIVERIES)
  @ApiOkResponse({ type: WebhookDeliveryPage, description: 'The deliveries.' })
  @ApiProblems('not_found', 'validation_failed', 'store_unavailable')
  listWebhookDeliveries(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query() query: unknown,
  ): Promise<WebhookDeliveryPage> {
    return this.deliveries.list(caller, id, query);
  }

  /**
   * Sends one delivery again, at once.
   * @remarks The whole schedule begins anew, with the same id and content. A delivery that waits is tried now; one that
   * is being tried is left alone.
   */
  @Post('deliveries/:deliveryId/redeliver')
  @HttpCode(202)
  @Authenticated('webhooks:manage')
  @ApiAcceptedResponse({ type: WebhookDeliveryView, description: 'It is sent again.' })
  @ApiProblems('not_found', 'webhook_disabled', ...WRITE_PROBLEMS)
  redeliverWebhookDelivery(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('deliveryId') deliveryId: string,
  ): Promise<WebhookDeliveryView> {
    return this.deliveries.redeliver(caller, id, deliveryId);
  }

  /** Sends again, at once, everything that has failed since a given time: what was given up, and what waits for a retry. */
  @Post('redeliver')
  @HttpCode(202)
  @Authenticated('webhooks:manage')
  @ApiBody({ type: RedeliverWebhook })
  @ApiAcceptedResponse({ type: WebhookRedelivery, description: 'How many are sent again.' })
  @ApiProblems(...BODY_PROBLEMS, 'not_found', 'webhook_disabled', ...WRITE_PROBLEMS)
  async redeliverWebhook(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<WebhookRedelivery> {
    const { since } = readBody(RedeliverWebhook, body);
    return { redelivered: await this.deliveries.redeliverSince(caller, id, Date.parse(since)) };
  }
}

import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { parseTime } from 'waypost/messages';
import { WEBHOOK_DELIVERY_STATES, type WebhookDeliveryState } from 'waypost/store';

const SINCE_RULE =
  'since must be a date and time in ISO 8601 with its zone, such as 2027-01-31T12:00:00Z';

/** Which deliveries to send again. */
export class RedeliverWebhook {
  /** Those whose events were put in the endpoint's queue at or after this time, ISO 8601 with its zone. */
  @ApiProperty({ format: 'date-time', example: '2027-01-31T12:00:00Z' })
  @ValidateBy(
    { name: 'isMoment', validator: { validate: (value) => parseTime(value) !== undefined } },
    { message: SINCE_RULE },
  )
  readonly since: string;
}

/** How many deliveries are sent again. */
export class WebhookRedelivery {
  @ApiProperty({ type: 'integer' })
  readonly redelivered: number;

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}

/** One request to an endpoint. */
export class WebhookAttemptView {
  /** 1, 2, 3 … within its delivery. */
  @ApiProperty({ type: 'integer' })
  readonly n: number;

  /** When it began. */
  @ApiProperty({ format: 'date-time' })
  readonly at: string;

  /** How long it took, in milliseconds. */
  @ApiProperty({ type: 'integer' })
  readonly durationMs: number;

  /** The status of the answer; null where there was none. */
  @ApiProperty({ type: 'integer', nullable: true })
  readonly status: number | null;

  /** The first 1 KiB of the answer; null where there was none. */
  @ApiProperty({ type: String, nullable: true })
  readonly answer: string | null;

  /** Why there was no answer. */
  @ApiProperty({ type: String, nullable: true })
  readonly error: string | null;
}

/** One event for one endpoint. */
export class WebhookDeliveryView {
  /** @example whd_4711 */
  readonly id: string;

  /**
   * The event's id, which is the request's `webhook-id` at every attempt.
   * @example evt_4711
   */
  readonly eventId: string;

  /**
   * The event's type.
   * @example message.delivered
   */
  readonly type: string;

  /** The message that the event is about, if any. */
  readonly messageId?: string;

  /**
   * `pending`: it waits for its first or next attempt; `delivered`: the endpoint answered with a status of 200 to 299;
   * `failed`: it is not tried again by itself.
   */
  @ApiProperty({ enum: WEBHOOK_DELIVERY_STATES, enumName: 'WebhookDeliveryState' })
  readonly state: WebhookDeliveryState;

  /** All attempts so far. */
  @ApiProperty({ type: [WebhookAttemptView] })
  readonly attempts: readonly WebhookAttemptView[];

  /** When the event was put in the endpoint's queue. */
  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  /** When it is tried next, or again at the latest while it is being tried; null unless it is `pending`. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly nextAttemptAt: string | null;

  /** When it was delivered or given up; null while it is `pending`. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly endedAt: string | null;

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}

/** A page of an endpoint's deliveries. */
export class WebhookDeliveryPage {
  /** Newest first. */
  @ApiProperty({ type: [WebhookDeliveryView] })
  readonly data: readonly WebhookDeliveryView[];

  /** Give it as `cursor` for the next page; null at the end. */
  @ApiProperty({ type: String, nullable: true })
  readonly nextCursor: string | null;

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}

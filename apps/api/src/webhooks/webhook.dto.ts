import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
} from 'class-validator';
import { EVENT_TYPES, EVERY_EVENT } from 'waypost/webhooks';
import { MayBeLeftOut } from '../http/may-be-left-out.decorator.js';
import { OverlapSeconds } from '../http/overlap-seconds.decorator.js';
import { SenderIds } from '../senders/sender-ids.decorator.js';

/** What an endpoint may ask for. */
const WANTED_EVENTS = [...EVENT_TYPES, EVERY_EVENT] as const;

/** Why an endpoint gets nothing: somebody asked for it, it answered 410, or it failed for five days. */
const DISABLED_REASONS = ['requested', 'gone', 'failing'] as const;

/** An endpoint to create. */
export class CreateWebhook {
  /** Where events are posted to: an https URL of a public host, without user name, password or fragment. */
  @ApiProperty({ example: 'https://example.com/waypost', maxLength: 2_048 })
  @IsString({ message: 'url must be a URL such as https://example.com/waypost' })
  readonly url: string;

  /** The types of events that it gets; `*` means all, including those of later versions. */
  @ApiProperty({
    enum: WANTED_EVENTS,
    enumName: 'WebhookEventType',
    isArray: true,
    example: ['message.delivered', 'message.failed', 'message.received'],
  })
  @IsIn(WANTED_EVENTS, { each: true, message: `events must be among ${WANTED_EVENTS.join(', ')}` })
  @ArrayUnique({ message: 'events must name each type once' })
  @ArrayNotEmpty({ message: 'events must name at least one type, or * for all' })
  @IsArray({ message: `events must be a list of one or more of ${WANTED_EVENTS.join(', ')}` })
  readonly events: string[];

  /** The ids of the senders whose events it gets; if left out, all that the asking key may use. */
  @SenderIds()
  readonly senders?: string[] | null;

  /** What people know it by; up to 200 characters. */
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 200, example: 'Order system' })
  @IsOptional()
  @IsString({ message: 'description must be a text' })
  @MaxLength(200, { message: 'description must have at most 200 characters' })
  readonly description?: string | null;
}

/** What to change of an endpoint; what is left out stays as it is. */
export class UpdateWebhook extends PartialType(CreateWebhook, { skipNullProperties: false }) {
  /**
   * False disables it: it gets no events from now on, and what waits for it is kept. True enables it again: what waits is
   * sent, its failures are forgotten, and it gets events from now on; `GET /v1/events` has those in between.
   */
  @ApiPropertyOptional({ type: Boolean })
  @MayBeLeftOut()
  @IsBoolean({ message: 'enabled must be true or false' })
  readonly enabled?: boolean;
}

/** How to rotate a secret. */
export class RotateWebhookSecret {
  /**
   * For how long the former secret signs beside the new one, in seconds; at most 30 days. Those of earlier rotations keep
   * their own time, but end no later than this one: 0 ends them all at once.
   */
  @OverlapSeconds(86_400)
  readonly overlapSeconds?: number;
}

/** An endpoint that events are posted to. */
export class WebhookView {
  /** @example wh_5f0c2a91d3b75f0c2a91d3b7 */
  readonly id: string;

  /** Where events are posted to. */
  readonly url: string;

  /** The types of events that it gets; `*` means all. */
  @ApiProperty({ enum: WANTED_EVENTS, enumName: 'WebhookEventType', isArray: true })
  readonly events: readonly string[];

  /** The ids of the senders whose events it gets; null means all. */
  @ApiProperty({ type: [String], nullable: true })
  readonly senders: readonly string[] | null;

  /** What people know it by. */
  @ApiProperty({ type: String, nullable: true })
  readonly description: string | null;

  /** Whether it gets events. */
  readonly enabled: boolean;

  /** Why it is disabled: `requested`, or automatically, because it answered 410 (`gone`) or failed for 5 days (`failing`). */
  @ApiProperty({ type: String, enum: [...DISABLED_REASONS, null], nullable: true })
  readonly disabledReason: string | null;

  /** Since when it has been disabled. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly disabledAt: string | null;

  /** Since when every attempt has failed; null if the last one succeeded. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly failingSince: string | null;

  /** Until when each former secret still signs as well, the latest secret first; empty if none does. */
  @ApiProperty({ type: 'array', items: { type: 'string', format: 'date-time' } })
  readonly formerSecretsUntil: readonly string[];

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt: string;

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}

/** An endpoint with a secret that was just made. */
export class WebhookWithSecret extends WebhookView {
  /**
   * What requests are signed with, by the Standard Webhooks specification. It is shown only this once.
   * @example whsec_…
   */
  readonly secret: string;
}

/** The endpoints that the asking key may manage. */
export class WebhookList {
  @ApiProperty({ type: [WebhookView] })
  readonly data: readonly WebhookView[];

  /** Always null: all are on one page. */
  @ApiProperty({ type: String, nullable: true })
  readonly nextCursor: string | null;

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}

/** The result of a test. */
export class WebhookTest {
  /** Whether the endpoint answered with a status of 200 to 299. */
  readonly delivered: boolean;

  /** The status of its answer; null where there was none. */
  @ApiProperty({ type: 'integer', nullable: true })
  readonly status: number | null;

  /** How long it took, in milliseconds. */
  @ApiProperty({ type: 'integer' })
  readonly durationMs: number;

  /** The first 1 KiB of the answer; null where there was none. */
  @ApiProperty({ type: String, nullable: true })
  readonly answer: string | null;

  /** Why there was no answer. */
  @ApiProperty({ type: String, nullable: true })
  readonly error: string | null;

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}

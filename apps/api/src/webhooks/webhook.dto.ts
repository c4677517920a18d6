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
import { OverlapSeconds } from '../http/overlap-seconds.decorator.js';
import { SenderIds } from '../senders/sender-ids.decorator.js';

/** What an endpoint may ask for. */
export const WANTED_EVENTS = [...EVENT_TYPES, EVERY_EVENT] as const;

/** Why an endpoint gets nothing: somebody asked for it, it answered 410, or it failed for five days. */
const DISABLED_REASONS = ['requested', 'gone', 'failing'] as const;

/** An endpoint to make. */
export class CreateWebhook {
  /** Where events are posted to: an https URL of a public host, without user name, password or fragment. */
  @ApiProperty({ example: 'https://example.com/waypost', maxLength: 2_048 })
  @IsString({ message: 'url must be a URL such as https://example.com/waypost' })
  readonly url: string;

  /** The types of events that it gets; `*` means all, also those of later versions. */
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

  /** The ids of the senders whose events it gets; left out, all that the asking key may use. */
  @SenderIds()
  readonly senders?: string[] | null;

  /** What people know it by; up to 200 characters. */
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 200, example: 'Order system' })
  @IsOptional()
  @IsString({ message: 'description must be a text' })
  @MaxLength(200, { message: 'description must have at most 200 characters' })
  readonly description?: string | null;
}

/** What to change of an endpoint; what is left out stays. */
export class UpdateWebhook extends PartialType(CreateWebhook, { skipNullProperties: false }) {
  /**
   * False: it gets nothing of what happens from now on, and what waits for it is kept. True: what waits is sent, failures
   * are forgotten, and it gets what happens from now on; `GET /v1/events` has what happened in between.
   */
  @ApiPropertyOptional({ type: Boolean })
  @IsOptional()
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
  readonly overlapSeconds?: number | null;
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

  /** Why it gets none: `requested`, or disabled by itself because it answered 410 (`gone`) or failed for 5 days (`failing`). */
  @ApiProperty({ type: String, enum: [...DISABLED_REASONS, null], nullable: true })
  readonly disabledReason: string | null;

  /** Since when it gets none. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly disabledAt: string | null;

  /** Since when every attempt has failed; null where the last one succeeded. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly failingSince: string | null;

  /** Until when the secrets before the last rotations sign as well, the latest secret first; empty where none does. */
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
   * What requests are signed with, as Standard Webhooks has it. It is shown this once.
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

/** What came of a test. */
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

import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import type { MessageStatus } from 'waypost/store';
import { InboundMessage } from '../inbound/inbound.dto.js';
import { MessageError } from '../messages/message-error.dto.js';
import { ApiMessageStatus } from '../messages/message-status.js';

/** What an event about a message's status says besides its type and time. */
export class EventData {
  /** The message's status from now on. */
  @ApiMessageStatus()
  readonly status: MessageStatus;

  /** The attempt that it is about. */
  @ApiProperty({ type: 'integer', required: false })
  readonly attempt?: number;

  readonly providerMessageId?: string;

  readonly error?: MessageError;

  /** When a queued message is tried again. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly retryAt?: string;

  /** The status that turned out to be wrong. */
  @ApiProperty({ type: String, required: false })
  readonly corrects?: string;

  /** Set where the attempt was found by inference rather than by an id. */
  readonly inferred?: boolean;
}

/** One thing that happened, to a message that was sent or received, a template, a sender or a webhook. */
@ApiExtraModels(EventData, InboundMessage)
export class EventView {
  /**
   * The id of the event, the same wherever the event appears.
   * @example evt_4711
   */
  readonly id: string;

  /**
   * `message.` and the status that began, or `message.corrected` where an earlier one was wrong; `message.received`,
   * `template.updated`, `sender.updated`, `callback.unknown` for what callbacks tell besides; `webhook.disabled`.
   * @example message.accepted
   */
  readonly type: string;

  /** 1, 2, 3 … within its message; missing where the event is not about a message that was sent. */
  @ApiProperty({ type: 'integer', required: false })
  readonly sequence?: number;

  /**
   * Missing where the event is about no single sender, such as that of a webhook for all senders.
   * @example sandbox-gupshup
   */
  readonly sender?: string;

  /** The message's id; missing where the event is not about a message that was sent. */
  readonly messageId?: string;

  /** When it happened; by the vendor's clock if a callback told it. */
  @ApiProperty({ format: 'date-time' })
  readonly at: string;

  /**
   * What happened: `EventData` where a message's status changed, `InboundMessage` as it was then where one was received,
   * else members of the type's own.
   */
  @ApiProperty({
    anyOf: [
      { $ref: getSchemaPath(EventData) },
      { $ref: getSchemaPath(InboundMessage) },
      { type: 'object', additionalProperties: true, title: 'Other' },
    ],
  })
  readonly data: Readonly<Record<string, unknown>>;
}

/** A part of the feed of events. */
export class EventPage {
  /** In the order of the feed: nothing is ever added before a cursor. */
  readonly data: EventView[];

  /** Give it as `after` next time; at the end of the feed it marks where to go on later. */
  readonly nextCursor: string;

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}

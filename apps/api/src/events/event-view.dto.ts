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

/** What `template.updated` says: a vendor told of a change of a template. */
export class TemplateUpdate {
  /**
   * What changed: `approved`, `rejected`, `paused`, `disabled`, `category`, `quality`, or another word of the vendor's.
   * @example approved
   */
  readonly change: string;

  /** The name of the template. */
  readonly name?: string;

  /** Its language, such as `en_US`. */
  readonly language?: string;

  /** The vendor's and Meta's ids of it. */
  @ApiProperty({ type: [String] })
  readonly templateIds: readonly string[];

  /** Its category from now on. */
  readonly category?: string;

  /** The vendor's reason. */
  readonly reason?: string;
}

/** What `sender.updated` says: the sender is held up, or sends again; or a vendor told of a change of its number or account. */
export class SenderUpdate {
  /**
   * What changed: `held_up`, nothing is sent for more than ten seconds, or until the operator acts; `sends_again`; or what
   * the vendor tells, such as `quality` or `tier`.
   * @example held_up
   */
  readonly change: string;

  /** Why it is held up: the stable code. */
  readonly code?: string;

  /** Why it is held up, in one sentence. */
  readonly message?: string;

  /** What to do about that. */
  readonly remedy?: string;

  /** The vendor's page about it. */
  readonly link?: string;

  /** The business number that the vendor speaks of. */
  readonly phone?: string;

  /** What the vendor says of it. */
  readonly detail?: string;
}

/** What `callback.unknown` says: something that nobody knows was in a callback, which is kept. */
export class UnknownCallback {
  /**
   * The id of the callback, for `GET /v1/callbacks/{id}`.
   * @example cb_4711
   */
  readonly callback: string;

  /**
   * The kind of provider.
   * @example gupshup
   */
  readonly provider: string;

  /** What was not understood. */
  readonly reason: string;

  /** The same for callbacks whose unknown parts have the same members. */
  readonly shape: string;
}

/** What `webhook.disabled` says: an endpoint gets no more events. */
export class WebhookDisabling {
  /**
   * The id of the endpoint.
   * @example wh_5f0c2a91d3b75f0c2a91d3b7
   */
  readonly webhookId: string;

  /** Why: it answered 410 (`gone`), or failed for 5 days (`failing`). */
  @ApiProperty({ enum: ['gone', 'failing'] })
  readonly reason: 'gone' | 'failing';
}

/** What an event may say; those of later versions may say something else. */
const DATA = [
  EventData,
  InboundMessage,
  TemplateUpdate,
  SenderUpdate,
  UnknownCallback,
  WebhookDisabling,
];

/** One thing that happened, to a message that was sent or received, a template, a sender or a webhook. */
@ApiExtraModels(...DATA)
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
   * What happened: `EventData` where a message's status changed, `InboundMessage` as it was then for `message.received`,
   * `TemplateUpdate` for `template.updated`, `SenderUpdate` for `sender.updated`, `UnknownCallback` for
   * `callback.unknown`, `WebhookDisabling` for `webhook.disabled`.
   */
  @ApiProperty({
    anyOf: [
      ...DATA.map((shape) => ({ $ref: getSchemaPath(shape) })),
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

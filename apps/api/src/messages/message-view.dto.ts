import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { MessageStatus } from 'waypost/store';
import { EventView } from '../events/event-view.dto.js';
import { MessageError } from './message-error.dto.js';
import { ApiMessageStatus } from './message-status.js';

/** A message as the gateway keeps it. */
export class MessageView {
  /**
   * The id of the message; ids sort by time.
   * @example msg_019a5c2f7b3e7c1d8f00a1b2c3d4e5f6
   */
  readonly id: string;

  /**
   * How far it has come. `unknown`: an attempt may have reached the vendor, and callbacks are awaited. A late
   * callback may still correct an end such as `failed`.
   */
  @ApiMessageStatus()
  readonly status: MessageStatus;

  /**
   * The sender that it is sent from.
   * @example sandbox-gupshup
   */
  readonly sender: string;

  /**
   * The recipient's phone number, E.164 with `+`; missing where the message is addressed by `recipient`.
   * @example +919876500001
   */
  readonly to?: string;

  /** The recipient's business-scoped user id. */
  readonly recipient?: string;

  /**
   * The type of the message.
   * @example template
   */
  readonly type: string;

  /**
   * The template's name, where it is one.
   * @example order_update
   */
  readonly template?: string;

  /** What the message is for, as the caller said. */
  readonly category?: string;

  /** Which messages of the sender go first: `high`, `normal` and `low` share its rate 16 : 4 : 1. */
  @ApiProperty({ enum: ['high', 'normal', 'low'] })
  readonly priority: 'high' | 'normal' | 'low';

  /** Whether it keeps its order among those of the same recipient and priority. */
  readonly ordered: boolean;

  /** The caller's own texts, for reports and callbacks if the vendor carries them. */
  readonly labels?: string[];

  /**
   * The caller's own reference.
   * @example order-4711
   */
  readonly reference?: string;

  /** How many attempts have begun. */
  @ApiProperty({ type: 'integer' })
  readonly attemptCount: number;

  /** The provider's id of the message, where its answer had one. */
  readonly providerMessageId?: string;

  /** While it is queued: it is not sent before this time, which is the caller's `sendAt` or the end of a back-off. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly notBefore?: string;

  /** While it is `unknown`: when `onUnknown` decides, unless a callback comes first. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly graceEndsAt?: string;

  /** The caller's own limit. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly expiresAt?: string;

  /** When the gateway accepted it. */
  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  /** When it ended as failed, canceled or expired. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly settledAt?: string;

  /** Why it failed, or why it waits. */
  readonly error?: MessageError;

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}

/** One attempt to hand a message to its provider. */
export class AttemptView {
  /** 1, 2, 3 … */
  @ApiProperty({ type: 'integer' })
  readonly n: number;

  /** When the attempt began. */
  @ApiProperty({ format: 'date-time' })
  readonly startedAt: string;

  /** When its outcome was known. */
  @ApiProperty({ format: 'date-time' })
  readonly endedAt: string;

  /** `unknown`: it may have reached the vendor. What callbacks say of it later is among the events. */
  @ApiProperty({ enum: ['accepted', 'rejected', 'unknown'] })
  readonly outcome: 'accepted' | 'rejected' | 'unknown';

  /** The provider's id of the message, where its answer had one. */
  readonly providerMessageId?: string;

  /** Why it was refused, or what is known of an unknown outcome. */
  readonly error?: MessageError;
}

/** What the vendor said about a message's price. */
export class Charge {
  /** `status`: it came with a status; `billing`: it came as a bill. */
  @ApiProperty({ enum: ['status', 'billing'], enumName: 'ChargeSource' })
  readonly source: 'status' | 'billing';

  /** The attempt that it is about. */
  @ApiProperty({ type: 'integer' })
  readonly attempt: number;

  /** When it was said; by the vendor's clock if the vendor gives a time. */
  @ApiProperty({ format: 'date-time' })
  readonly at: string;

  /** Whether it is charged. */
  readonly billable?: boolean;

  /**
   * Meta's category.
   * @example marketing
   */
  readonly category?: string;

  /** `PMP` (per message) or `CBP` (per conversation). */
  readonly model?: string;

  /** Meta's pricing object, as it came with a status. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  readonly pricing?: unknown;

  /** Meta's conversation object, as it came with a status. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  readonly conversation?: unknown;
}

/** A message with its content and everything that happened to it. */
export class MessageDetail extends MessageView {
  /** Meta's message object, in the form in which it is sent. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  readonly message: unknown;

  /** What is done if no callback comes before the grace period of an unknown outcome ends. */
  @ApiProperty({ enum: ['fail', 'retry'] })
  readonly onUnknown: 'fail' | 'retry';

  /** For how long callbacks are awaited after an unknown outcome. */
  @ApiProperty({ type: 'integer' })
  readonly unknownGraceSeconds: number;

  /** The attempts that have ended, the first one first. */
  readonly attempts: AttemptView[];

  /** Everything that happened to it, in order. */
  readonly events: EventView[];

  /**
   * Meta's id of it, once a callback has given one: what replies, reactions and read receipts name.
   * @example wamid.HBgMOTE5ODc2NTAwMDAxFQIAERgS
   */
  readonly wamid?: string;

  /** What callbacks said about its price, in the order in which they came. */
  readonly charges: Charge[];
}

/** One page of messages. */
export class MessagePage {
  /** Newest first. A page may be short, or even empty, and still have a next one. */
  readonly data: MessageView[];

  /** Give it as `cursor` for the next page; null at the end. */
  @ApiProperty({ type: String, nullable: true })
  readonly nextCursor: string | null;

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}

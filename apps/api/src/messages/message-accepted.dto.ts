import { ApiProperty } from '@nestjs/swagger';

/** A message that the gateway keeps: it is stored durably, and will be settled whatever happens. */
export class MessageAccepted {
  /**
   * The id of the message, given by the gateway; ids sort by time.
   * @example msg_019a5c2f7b3e7c1d8f00a1b2c3d4e5f6
   */
  readonly id: string;

  /** How far the message has come: `sending` where it is on its way to the provider at once, else `queued`. */
  @ApiProperty({ enum: ['queued', 'sending'] })
  readonly status: 'queued' | 'sending';

  /**
   * The sender it is sent by.
   * @example sandbox-gupshup
   */
  readonly sender: string;

  /**
   * The recipient's phone number, E.164 with `+`; missing where the message goes to a hidden number.
   * @example +919876500001
   */
  readonly to?: string;

  /** The recipient's business-scoped user id, where the message was addressed by it. */
  readonly recipient?: string;

  /**
   * The type of the message.
   * @example video
   */
  readonly type: string;

  /**
   * The caller's own reference.
   * @example order-4711
   */
  readonly reference?: string;

  /** When it is to be sent, ISO 8601 in UTC, where that is later than now. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly sendAt?: string;

  /** When the gateway took the message, ISO 8601 in UTC. */
  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  /** Set in demo mode: no real vendor is called. */
  readonly sandbox?: boolean;
}

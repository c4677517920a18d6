import { ApiProperty } from '@nestjs/swagger';

/** An accepted message: it is stored durably, and will be settled whatever happens. */
export class MessageAccepted {
  /**
   * The id of the message, given by the gateway; ids sort by time.
   * @example msg_019a5c2f7b3e7c1d8f00a1b2c3d4e5f6
   */
  readonly id: string;

  /** How far the message has come: `sending` if it is on its way to the provider already, else `queued`. */
  @ApiProperty({ enum: ['queued', 'sending'] })
  readonly status: 'queued' | 'sending';

  /**
   * The sender that it is sent from.
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

  /** When it is to be sent, ISO 8601 in UTC; missing where that is now. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly sendAt?: string;

  /** When the gateway accepted the message, ISO 8601 in UTC. */
  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  /** Set in demo mode: no real vendor is called. */
  readonly sandbox?: boolean;
}

import { ApiProperty } from '@nestjs/swagger';
import type { InboundView, MediaView } from 'waypost/callbacks';

const MEDIA_STATES = ['linked', 'waiting', 'stored', 'failed'] as const;

/** Who wrote. A user who hides the phone number has a user id only. */
export class InboundUser {
  /**
   * E.164 with `+`.
   * @example +919876500002
   */
  readonly phone?: string;

  /**
   * The business-scoped user id.
   * @example IN.13491208655302741918
   */
  readonly userId?: string;

  /** The profile name. */
  readonly name?: string;
}

/** The file of a message. */
export class InboundMedia implements MediaView {
  /**
   * `linked`: only the vendor's link is known, since the gateway downloads no files. `waiting`: it is being downloaded.
   * `stored`: it is served at `/v1/inbound/{id}/media`. `failed`: it could not be downloaded; `reason` says why.
   */
  @ApiProperty({ enum: MEDIA_STATES, enumName: 'MediaState' })
  readonly state: MediaView['state'];

  /** The vendor's link. It needs no credentials, and it expires: see `expiresAt`. */
  readonly url?: string;

  /** When the link expires, as far as the vendor says. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly expiresAt?: string;

  /** The vendor's id of the file. */
  readonly id?: string;

  /** @example image/jpeg */
  readonly mimeType?: string;

  /** What the user called the file. */
  readonly filename?: string;

  /** SHA-256 of the file as the vendor gives it: Meta's is in base64. */
  readonly sha256?: string;

  /** In bytes, once it is stored. */
  @ApiProperty({ type: 'integer', required: false })
  readonly size?: number;

  /** Why it is not stored, or not yet. */
  readonly reason?: string;

  /** When the download is tried again. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly retryAt?: string;
}

/** A message of a user. The event `message.received` carries the same as its data. */
export class InboundMessage implements InboundView {
  /** @example in_019a5c2f7b3e7c1d8f00a1b2c3d4e5f6 */
  readonly id: string;

  /**
   * The sender that it was written to.
   * @example sandbox-gupshup
   */
  readonly sender: string;

  /** @example gupshup */
  readonly provider: string;

  readonly from: InboundUser;

  /**
   * Meta's type of message, such as `text`, `image`, `interactive`, `button`, `reaction`; types that Meta adds later come
   * through too.
   * @example text
   */
  readonly type: string;

  /** Meta's message object, whichever provider it came through: the content is in the member that `type` names. */
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { type: 'text', text: { body: 'Where is my order?' } },
  })
  readonly content: InboundView['content'];

  /**
   * The id of the message of yours that it answers or reacts to, where it is known.
   * @example msg_019a5c2f7b3e7c1d8f00a1b2c3d4e5f6
   */
  readonly answers?: string;

  /** WhatsApp's id of the message: what a reply or a reaction to it names. */
  readonly wamid?: string;

  /** Every id that the provider gives the message. */
  readonly providerIds: string[];

  /** When it was written, by the vendor's clock. */
  @ApiProperty({ format: 'date-time' })
  readonly at: string;

  /** When the gateway received it. */
  @ApiProperty({ format: 'date-time' })
  readonly receivedAt: string;

  /** Its file, where it carries one. */
  readonly media?: InboundMedia;

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}

/** One page of users' messages. */
export class InboundMessagePage {
  /** Newest first. A page may be short, or even empty, and still have a next one. */
  readonly data: InboundMessage[];

  /** Give it as `cursor` for the next page; null at the end. */
  @ApiProperty({ type: String, nullable: true })
  readonly nextCursor: string | null;

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}

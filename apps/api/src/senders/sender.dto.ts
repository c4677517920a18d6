import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBooleanString, Matches } from 'class-validator';
import { MayBeLeftOut } from '../http/may-be-left-out.decorator.js';
import { VendorSaid } from '../messages/message-error.dto.js';

const OPEN = { type: 'object', additionalProperties: true } as const;

/** How fast a sender sends; whatever is left out has its default. */
export class Limits {
  /** Messages per second over all recipients. */
  @ApiPropertyOptional({ exclusiveMinimum: true, minimum: 0, maximum: 10_000, default: 80 })
  readonly messagesPerSecond?: number;

  /** Messages that may be under way at once. */
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 1_000, default: 64 })
  readonly concurrency?: number;

  /** Whether Meta's limit per recipient is kept: one message in 6 s, with a burst of 45. */
  @ApiPropertyOptional({ default: true })
  readonly pairRate?: boolean;
}

/** A sender to add. */
export class CreateSender {
  /**
   * What callers name it by: 1 to 64 letters, digits, `-` and `_`.
   * @example shop-in
   */
  readonly id: string;

  /**
   * The kind of provider.
   * @example gupshup
   */
  readonly provider: string;

  /**
   * The business number in E.164.
   * @example +919876500001
   */
  readonly phone: string;

  /** What the provider takes, credentials included; the README of each provider lists it. */
  @ApiProperty({
    ...OPEN,
    example: { appId: 'bf9ee64c-0000-4000-8000-000000000000', token: 'sk_…' },
  })
  readonly options: Readonly<Record<string, unknown>>;

  /** How fast it sends. */
  readonly limits?: Limits;
}

/** What to change of a sender; what is left out stays as it is, and null removes an option or limit (RFC 7396). */
export class UpdateSender {
  /**
   * The business number in E.164.
   * @example +919876500001
   */
  readonly phone?: string;

  /** Options to set, such as a new token; those not named keep their values, credentials too. */
  @ApiPropertyOptional({ ...OPEN, example: { token: 'sk_…' } })
  readonly options?: Readonly<Record<string, unknown>>;

  /** Limits to set. */
  @ApiPropertyOptional({ ...OPEN, example: { messagesPerSecond: 20 } })
  readonly limits?: Readonly<Record<string, unknown>>;
}

/** Why a sender is paused. */
export class PauseSender {
  /**
   * For whoever looks at the sender later; 1 to 200 characters.
   * @example The number moves to another account today.
   */
  @MayBeLeftOut()
  @Matches(/^(?=.*\S)[^\p{Cc}]{1,200}$/u, {
    message: 'reason must have 1 to 200 printable characters',
  })
  readonly reason?: string;
}

/** How to delete a sender. */
export class DeleteSenderQuery {
  /** Whether the messages that wait are canceled first. */
  @MayBeLeftOut()
  @IsBooleanString({ message: 'cancel must be true or false' })
  readonly cancel?: string;
}

/** What an operator must put right before the sender sends again, or how long its vendor makes it wait. Its messages wait. */
export class Fault {
  /**
   * A provider's error code, or `misconfigured` where the gateway can make no provider of the sender.
   * @example unauthorized
   */
  readonly code: string;

  /** What is wrong. */
  readonly message: string;

  /** What to do about it. */
  readonly remedy?: string;

  /** The vendor's page about it. */
  readonly link?: string;

  /** What the vendor answered. */
  readonly vendor?: VendorSaid;

  /** When it was first met. */
  @ApiPropertyOptional({ format: 'date-time' })
  readonly since?: string;

  /** When one message is tried again; a change of the sender, or resuming it, tries at once. */
  @ApiPropertyOptional({ format: 'date-time' })
  readonly nextProbeAt?: string;
}

/** A sender, without its credentials. */
export class SenderView {
  /**
   * What callers name it by.
   * @example shop-in
   */
  readonly id: string;

  /**
   * The kind of provider.
   * @example gupshup
   */
  readonly provider: string;

  /**
   * The business number in E.164.
   * @example +919876500001
   */
  readonly phone: string;

  /** The options that are set, without credentials. */
  @ApiProperty({ ...OPEN, example: { appId: 'bf9ee64c-0000-4000-8000-000000000000' } })
  readonly options: Readonly<Record<string, unknown>>;

  /** The names of the credentials that are set. Their values are never given back. */
  @ApiProperty({ type: [String], example: ['token'] })
  readonly credentials: readonly string[];

  /** The limits that are set. */
  readonly limits: Limits;

  /** `file`: it is defined in the senders file, and can only be paused and resumed here. */
  @ApiProperty({ enum: ['file', 'api'], enumName: 'SenderManagedBy' })
  readonly managedBy: 'file' | 'api';

  /** While it is paused, its messages are still accepted and kept. */
  @ApiProperty({ enum: ['active', 'paused'], enumName: 'SenderState' })
  readonly state: 'active' | 'paused';

  /** Why somebody paused it; null while it is active. */
  @ApiProperty({ type: String, nullable: true })
  readonly pauseReason: string | null;

  /**
   * The address that the vendor must call back. It is a secret: whoever knows it can tell the gateway what became of
   * messages. Null for a moment after another replica has added the sender.
   */
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'https://waypost.example.com/callbacks/shop-in/…',
  })
  readonly callbackUrl: string | null;

  /** What holds it up: the operator must act, or the vendor does not answer, or asks for a pause. Missing where nothing does. */
  readonly fault?: Fault;

  /** When it was added, ISO 8601 in UTC. */
  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  /** When it was last changed, ISO 8601 in UTC. */
  @ApiProperty({ format: 'date-time' })
  readonly updatedAt: string;

  /** Set in demo mode: no real vendor is called. */
  readonly sandbox?: boolean;
}

/** The senders of the asking key, by id. */
export class SenderList {
  @ApiProperty({ type: [SenderView] })
  readonly data: readonly SenderView[];

  /** Always null: all are on one page. */
  @ApiProperty({ type: String, nullable: true })
  readonly nextCursor: string | null;

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}

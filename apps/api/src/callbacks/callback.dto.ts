import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { CALLBACK_OUTCOMES, type CallbackOutcome } from 'waypost/store';
import { INSTANT_RULE, IsInstant } from '../http/is-time.decorator.js';
import { MayBeLeftOut } from '../http/may-be-left-out.decorator.js';
import { OverlapSeconds } from '../http/overlap-seconds.decorator.js';
import { SENDER_ID } from '../senders/sender-entry.js';

const OPEN = { type: 'object', additionalProperties: true } as const;

/** A callback of a vendor, without what it says. */
export class CallbackView {
  /**
   * The id of the callback.
   * @example cb_4711
   */
  readonly id: string;

  /**
   * The sender whose address was called.
   * @example sandbox-gupshup
   */
  readonly sender: string;

  /**
   * The kind of provider.
   * @example gupshup
   */
  readonly provider: string;

  @ApiProperty({ format: 'date-time' })
  readonly receivedAt: string;

  /**
   * `pending`: stored, to be applied in a moment; `applied`: everything in it is recorded; `unknown`: something in it
   * has a shape that nobody knows; `failed`: something in it could not be recorded.
   */
  @ApiProperty({ enum: CALLBACK_OUTCOMES, enumName: 'CallbackOutcome' })
  readonly outcome: CallbackOutcome;

  /** When it was applied. */
  @ApiPropertyOptional({ format: 'date-time' })
  readonly settledAt?: string;

  /** The same for callbacks whose unknown parts have the same members. */
  readonly shape?: string;

  /** How many items of each kind had which outcome, such as `{ "status": { "applied": 1 } }`. */
  @ApiPropertyOptional({ ...OPEN, example: { status: { applied: 1 } } })
  readonly items?: Readonly<Record<string, unknown>>;

  /** What was not understood or not recorded. */
  @ApiPropertyOptional({ type: [String] })
  readonly reasons?: readonly string[];

  /** What the members of its unknown parts are called. */
  @ApiPropertyOptional({ type: [String] })
  readonly keys?: readonly string[];

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}

/** A callback as it came. It may hold what users wrote and their numbers. */
export class CallbackDetail extends CallbackView {
  /** The HTTP method. */
  @ApiProperty({ enum: ['GET', 'POST'] })
  readonly method: 'GET' | 'POST';

  /** Only `Content-Type`, `Content-Encoding` and `User-Agent`: nothing that proves where it came from is kept. */
  @ApiProperty({ ...OPEN, example: { 'content-type': 'application/json' } })
  readonly headers: Readonly<Record<string, string>>;

  /** The query string, decoded. */
  @ApiProperty(OPEN)
  readonly query: Readonly<Record<string, string>>;

  /** The body, where it is text. */
  readonly body?: string;

  /** The body in base64, where it is not text. */
  readonly bodyBase64?: string;
}

/** One page of callbacks. */
export class CallbackPageView {
  /** Newest first. A page may be short, or even empty, and still have a next one. */
  @ApiProperty({ type: [CallbackView] })
  readonly data: readonly CallbackView[];

  /** Give it as `cursor` for the next page; null at the end. */
  @ApiProperty({ type: String, nullable: true })
  readonly nextCursor: string | null;

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}

/** Which callbacks to apply again; all given conditions must hold. */
export class ReplayCallbacks {
  /** Received at or after, ISO 8601 with its zone. */
  @ApiProperty({ type: String, format: 'date-time' })
  @IsInstant({ message: `since ${INSTANT_RULE}` })
  readonly since: string;

  /** Received before, ISO 8601 with its zone; now if left out. */
  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @MayBeLeftOut()
  @IsInstant({ message: `until ${INSTANT_RULE}` })
  readonly until?: string;

  /** Only those of this sender. */
  @ApiPropertyOptional({ type: String, example: 'sandbox-gupshup' })
  @MayBeLeftOut()
  @Matches(SENDER_ID, { message: 'sender must be the id of a sender' })
  readonly sender?: string;

  /** Only those with this outcome; `unknown` is what a newer version may be able to read. */
  @ApiPropertyOptional({
    enum: ['applied', 'unknown', 'failed'],
    enumName: 'SettledOutcome',
    default: 'unknown',
  })
  @MayBeLeftOut()
  @IsIn(['applied', 'unknown', 'failed'], {
    message: 'outcome must be applied, unknown or failed',
  })
  readonly outcome?: Exclude<CallbackOutcome, 'pending'>;
}

/** How many callbacks are applied again. */
export class ReplayStarted {
  /** They are applied one after the other from now on; what was recorded before is not recorded twice. */
  @ApiProperty({ type: 'integer' })
  readonly replaying: number;

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}

/** How to rotate the address that a vendor calls back. */
export class RotateCallbackToken {
  /** For how long the former address still works, in seconds; at most 30 days. */
  @OverlapSeconds(604_800)
  readonly overlapSeconds?: number;
}

/** What was registered with a vendor, or what to enter in its portal. */
export class CallbackRegistrationView {
  /** Whether the vendor has an API for it and accepted the address. */
  readonly registered: boolean;

  /** The address that the vendor calls back. */
  readonly callbackUrl: string;

  /** A header that every callback must carry, once a first one has carried it. */
  @ApiPropertyOptional({
    type: 'object',
    properties: { name: { type: 'string' }, value: { type: 'string' } },
    required: ['name', 'value'],
  })
  readonly header?: { readonly name: string; readonly value: string };

  /** The vendor's id of the registration. */
  readonly vendorId?: string;

  /** What is left for a person to do, one sentence each. */
  @ApiProperty({ type: [String] })
  readonly steps: readonly string[];

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}

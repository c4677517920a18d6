import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsIn, IsInt, IsOptional } from 'class-validator';
import { Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { IsFlag } from './fields/is-switch.decorator.js';
import { IsTime } from './fields/is-time.decorator.js';
import { messageKinds, type Message } from './message.js';
import { expiresAfterSending } from './send-message.rules.js';
import { Nested } from './validation/nested.decorator.js';
import { Rule } from './validation/rule.decorator.js';

const DAYS_AHEAD = 30;
const DAY_MS = 86_400_000;

/** A message, who sends it, and how it is to be handled on its way to the provider. */
@Rule('expires after sending', expiresAfterSending)
export class SendMessageDto {
  /**
   * The id of the sender: the business number, as the operator of this gateway calls it.
   * @example sandbox-gupshup
   */
  @Matches(/^[A-Za-z0-9][\w-]{0,63}$/, {
    message:
      '`sender` must be the id of a sender: 1 to 64 letters, digits, "-" and "_", beginning with a letter or digit.',
  })
  readonly sender: string;

  /** Meta's message object; `type` tells which kind it is. */
  @Nested(messageKinds)
  readonly message: Message;

  /** Up to two texts of your own, at most 255 characters each, for reports and callbacks if the vendor carries them. */
  @IsOptional()
  @ArrayMaxSize(2)
  @MaxLength(255, { each: true })
  readonly labels?: readonly string[];

  /** Your own name for this message, 1 to 255 characters; it comes back with every answer, and lists find it. */
  @IsOptional()
  @Length(1, 255)
  @Matches(/^[^\0\p{Cs}]*$/u, {
    message: '`reference` must not contain U+0000 or half of a surrogate pair.',
  })
  readonly reference?: string;

  /**
   * What the message is for, by Meta's categories of templates. Authentication messages are given up after 10 minutes
   * instead of 24 hours, because a code that comes late is worth nothing.
   */
  @IsOptional()
  @IsIn(['authentication', 'marketing', 'utility', 'service'])
  readonly category?: 'authentication' | 'marketing' | 'utility' | 'service';

  /**
   * Which messages of the sender go first: `high`, `normal` and `low` share its rate 16 : 4 : 1. `normal` if left
   * out.
   */
  @IsOptional()
  @IsIn(['high', 'normal', 'low'])
  readonly priority?: 'high' | 'normal' | 'low';

  /**
   * Whether the message keeps its order among those of the same recipient and priority; true if left out. False lets it
   * overtake them.
   */
  @IsOptional()
  @IsFlag()
  readonly ordered?: boolean;

  /** Do not send it before this time, ISO 8601 with its zone, at most 30 days ahead; a past time means at once. */
  @IsOptional()
  @IsTime(`, at most ${DAYS_AHEAD} days ahead`, (time, now) => time <= now + DAYS_AHEAD * DAY_MS)
  readonly sendAt?: string;

  /**
   * Do not hand it to the provider after this time, ISO 8601 with its zone; if left out, 24 hours after `sendAt` or now.
   * It has no effect on what the provider already has.
   */
  @IsOptional()
  @IsTime(' in the future', (time, now) => time > now)
  readonly expiresAt?: string;

  /**
   * What to do if nobody can find out whether an attempt reached the vendor: `fail`, the default, ends the message with
   * `outcome_unknown`; `retry` sends it again, and the recipient may get it twice.
   */
  @IsOptional()
  @IsIn(['fail', 'retry'])
  readonly onUnknown?: 'fail' | 'retry';

  /** How many seconds such a message waits for callbacks before `onUnknown` decides; 120 if left out. */
  @ApiPropertyOptional({ type: 'integer' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(86_400)
  readonly unknownGraceSeconds?: number;

  /**
   * Passes on members of the message that this gateway does not know, instead of refusing them.
   * @see validateSendMessage which heeds it, as the gateway does; Nest's ValidationPipe has `whitelist` instead.
   */
  @IsOptional()
  @IsFlag()
  readonly allowUnknown?: boolean;
}

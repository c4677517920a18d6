import { ArrayMaxSize, IsBoolean, IsOptional, Matches, MaxLength } from 'class-validator';
import { messageKinds, type Message } from './message.js';
import { Nested } from './validation/nested.decorator.js';

/** A message, and who sends it. */
export class SendMessageDto {
  /**
   * The id of the sender: the business number, as the operator of this gateway calls it.
   * @example shop-in
   */
  @Matches(/^[A-Za-z0-9][\w-]{0,63}$/, {
    message:
      '`sender` must be the id of a sender: 1 to 64 letters, digits, "-" and "_", beginning with a letter or digit.',
  })
  readonly sender: string;

  /** Meta's message object; `type` tells which kind it is. */
  @Nested(messageKinds)
  readonly message: Message;

  /** Up to two texts of your own, at most 255 characters each, for reports and callbacks where the vendor carries them. */
  @IsOptional()
  @ArrayMaxSize(2)
  @MaxLength(255, { each: true })
  readonly labels?: readonly string[];

  /** Your own name for this message, at most 255 characters; it comes back with every answer. */
  @IsOptional()
  @MaxLength(255)
  readonly reference?: string;

  /** Sends members of the message that this gateway does not know untouched, instead of refusing them. */
  @IsOptional()
  @IsBoolean()
  readonly allowUnknown?: boolean;
}

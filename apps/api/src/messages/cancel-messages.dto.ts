import { ApiProperty } from '@nestjs/swagger';
import { IsIn, Length } from 'class-validator';
import { MayBeLeftOut } from '../http/may-be-left-out.decorator.js';
import { CATEGORIES, CATEGORY_RULE } from './message-category.js';

/** Which messages to cancel: all given conditions must hold, and at least one besides `status` must be given. */
export class CancelMessagesDto {
  /**
   * The sender of the messages.
   * @example sandbox-gupshup
   */
  @MayBeLeftOut()
  @Length(1, 64, { message: 'sender must be a text of 1 to 64 characters' })
  readonly sender?: string;

  /**
   * The caller's own reference, as it was given with the messages.
   * @example spring-campaign
   */
  @MayBeLeftOut()
  @Length(1, 255, { message: 'reference must be a text of 1 to 255 characters' })
  readonly reference?: string;

  /** The category that was given with the messages. */
  @MayBeLeftOut()
  @IsIn(CATEGORIES, { message: `category ${CATEGORY_RULE}` })
  readonly category?: (typeof CATEGORIES)[number];

  /**
   * The name of a template.
   * @example seasonal_offer
   */
  @MayBeLeftOut()
  @Length(1, 512, { message: 'template must be a text of 1 to 512 characters' })
  readonly template?: string;

  /** Only queued messages can be canceled, so this may be left out. */
  @MayBeLeftOut()
  @IsIn(['queued'], { message: 'status must be queued: nothing else can be canceled' })
  readonly status?: 'queued';
}

/** What a cancellation by filter did. */
export class MessagesCanceled {
  /** How many messages are canceled. */
  @ApiProperty({ type: 'integer' })
  readonly canceled: number;

  /** How many were handed to their provider before they could be canceled. */
  @ApiProperty({ type: 'integer' })
  readonly missed: number;

  /** False if there were too many for one request: repeat it to cancel the rest. */
  readonly done: boolean;

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}

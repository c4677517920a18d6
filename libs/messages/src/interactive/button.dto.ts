import { ArrayMaxSize, ArrayMinSize, IsIn, IsOptional, Length, Matches } from 'class-validator';
import { Nested, NestedList } from '../validation/nested.decorator.js';
import { Unique } from '../validation/rules.decorator.js';
import { interactiveHeaders, type InteractiveHeader } from './header.dto.js';
import { InteractiveBody, InteractiveFooter } from './parts.dto.js';

/** What a reply button says, and what comes back when it is tapped. */
export class ButtonReply {
  /** Comes back with the answer: 1 to 256 characters, no spaces at its ends, unique in the message. */
  @Length(1, 256)
  @Matches(/^\S(.*\S)?$/s, { message: '`id` must not begin or end with a space.' })
  readonly id: string;

  /** What the button says: 1 to 20 characters, unique in the message. */
  @Length(1, 20)
  readonly title: string;
}

/** A button that answers. */
export class ReplyButton {
  @IsIn(['reply'])
  readonly type: 'reply';

  @Nested(ButtonReply)
  readonly reply: ButtonReply;
}

/** Up to three buttons that answer. */
@Unique('buttons[].reply.id', 'id')
@Unique('buttons[].reply.title', 'title')
export class ButtonAction {
  /** One to three. */
  @ArrayMinSize(1)
  @ArrayMaxSize(3)
  @NestedList(ReplyButton)
  readonly buttons: readonly ReplyButton[];
}

/**
 * A text with up to three buttons to answer with
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-reply-buttons-messages).
 */
export class ButtonInteractive {
  @IsIn(['button'])
  readonly type: 'button';

  /** A line of text, an image, a video or a document above the body. */
  @IsOptional()
  @Nested(interactiveHeaders)
  readonly header?: InteractiveHeader;

  @Nested(InteractiveBody)
  readonly body: InteractiveBody;

  @IsOptional()
  @Nested(InteractiveFooter)
  readonly footer?: InteractiveFooter;

  @Nested(ButtonAction)
  readonly action: ButtonAction;
}

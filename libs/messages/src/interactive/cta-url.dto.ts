import { IsIn, IsOptional, Length } from 'class-validator';
import { IsWebLink } from '../fields/is-web-link.decorator.js';
import { Nested } from '../validation/nested.decorator.js';
import { interactiveHeaders, type InteractiveHeader } from './header.dto.js';
import { InteractiveBody, InteractiveFooter } from './parts.dto.js';

/** A button that opens a page. */
export class UrlButton {
  /** What the button says, 1 to 20 characters. */
  @Length(1, 20)
  readonly display_text: string;

  /** An http or https address. */
  @IsWebLink()
  readonly url: string;
}

/** The button of a message or card that opens a page. */
export class UrlAction {
  @IsIn(['cta_url'])
  readonly name: 'cta_url';

  @Nested(UrlButton)
  readonly parameters: UrlButton;
}

/**
 * A text with a button that opens a page
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-cta-url-messages).
 */
export class UrlInteractive {
  @IsIn(['cta_url'])
  readonly type: 'cta_url';

  /** A line of text, an image, a video or a document above the body. */
  @IsOptional()
  @Nested(interactiveHeaders)
  readonly header?: InteractiveHeader;

  @Nested(InteractiveBody)
  readonly body: InteractiveBody;

  @IsOptional()
  @Nested(InteractiveFooter)
  readonly footer?: InteractiveFooter;

  @Nested(UrlAction)
  readonly action: UrlAction;
}

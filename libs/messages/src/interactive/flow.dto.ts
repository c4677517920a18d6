import { IsIn, IsOptional, Length, MinLength } from 'class-validator';
import { IsFreeFormOrText } from '../fields/is-free-form.decorator.js';
import { Nested } from '../validation/nested.decorator.js';
import { ExactlyOneOf } from '../validation/rules.decorator.js';
import { interactiveHeaders, type InteractiveHeader } from './header.dto.js';
import { InteractiveBody, InteractiveFooter } from './parts.dto.js';

/** What a screen of a flow starts with; its members are the flow's own. */
export class FlowData {
  readonly [member: string]: unknown;
}

/** Where a flow begins. */
export class FlowPayload {
  /** The first screen. */
  @IsOptional()
  @MinLength(1)
  readonly screen?: string;

  /** What the screen starts with: an object with at least one member, or such an object as JSON text. */
  @IsOptional()
  @IsFreeFormOrText(FlowData)
  readonly data?: FlowData | string;
}

/** Which flow to open, and how. */
@ExactlyOneOf('flow_id', 'flow_name')
export class FlowParameters {
  /** Always `3`. */
  @IsIn(['3'])
  readonly flow_message_version: '3';

  /** The flow's id; or its name, never both. */
  @IsOptional()
  @MinLength(1)
  readonly flow_id?: string;

  /** The flow's name; or its id, never both. */
  @IsOptional()
  @MinLength(1)
  readonly flow_name?: string;

  /** What the button says: 1 to 30 characters without emoji; some read 20. */
  @Length(1, 30)
  readonly flow_cta: string;

  /** `published` if left out; a `draft` opens for testers. */
  @IsOptional()
  @IsIn(['draft', 'published'])
  readonly mode?: 'draft' | 'published';

  /** Yours, and told to your flow's endpoint; `unused` if left out. */
  @IsOptional()
  @MinLength(1)
  readonly flow_token?: string;

  /** `navigate` if left out; `data_exchange` asks the flow's endpoint for the first screen. */
  @IsOptional()
  @IsIn(['navigate', 'data_exchange'])
  readonly flow_action?: 'navigate' | 'data_exchange';

  @IsOptional()
  @Nested(FlowPayload)
  readonly flow_action_payload?: FlowPayload;
}

/** The button that opens a flow. */
export class FlowAction {
  @IsIn(['flow'])
  readonly name: 'flow';

  @Nested(FlowParameters)
  readonly parameters: FlowParameters;
}

/**
 * A text with a button that opens a flow
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides).
 */
export class FlowInteractive {
  @IsIn(['flow'])
  readonly type: 'flow';

  /** A line of text, an image, a video or a document above the body. */
  @IsOptional()
  @Nested(interactiveHeaders)
  readonly header?: InteractiveHeader;

  @Nested(InteractiveBody)
  readonly body: InteractiveBody;

  @IsOptional()
  @Nested(InteractiveFooter)
  readonly footer?: InteractiveFooter;

  @Nested(FlowAction)
  readonly action: FlowAction;
}
